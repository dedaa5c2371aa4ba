export type Tail = { attemptId: string; stream: string; text: string; seq: number; cut: boolean };
type Line = { attemptId: string; stream: string; seq: number; text: string };

/** The loaded ends of the logs with what was heard since; a chunk in both stands once. */
export function follow(tails: readonly Tail[], heard: readonly Line[]): Tail[] {
  const streams = new Map(tails.map((tail) => [`${tail.attemptId} ${tail.stream}`, { ...tail }]));
  for (const { attemptId, stream, seq, text } of heard) {
    const key = `${attemptId} ${stream}`;
    const tail = streams.get(key);
    if (!tail) streams.set(key, { attemptId, stream, seq, text, cut: false });
    else if (seq > tail.seq) {
      tail.text += text;
      tail.seq = seq;
    }
  }
  return [...streams.values()];
}
