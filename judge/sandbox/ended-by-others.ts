import type Docker from "dockerode";

/** What a program ends with that SIGKILL or SIGTERM ended: 128 and the signal. */
const SIGNALLED = [137, 143];
/** The engine notes a kill a moment after it did it. */
const NOTED_WITHIN_MS = 250;

export type EndedContainer = Pick<
  Docker.ContainerInspectInfo["State"],
  "ExitCode" | "OOMKilled" | "StartedAt" | "FinishedAt"
> & { id: string };

/**
 * Whether one of these containers ended because somebody told the engine to end it: an operator, or whoever stops
 * the engine. A program that exits with the same code by itself leaves no such event, and cannot make one.
 */
export async function endedByOthers(docker: Docker, ended: readonly EndedContainer[]): Promise<boolean> {
  const suspect = ended.filter((one) => SIGNALLED.includes(one.ExitCode) && !one.OOMKilled);
  if (suspect.length === 0) return false;
  const ms = (times: string[]) => times.map((time) => Date.parse(time));
  const events = await docker.getEvents({
    since: Math.min(...ms(suspect.map((one) => one.StartedAt))) / 1000,
    until: (Math.max(...ms(suspect.map((one) => one.FinishedAt))) + NOTED_WITHIN_MS) / 1000,
    filters: { type: ["container"], event: ["kill"], container: suspect.map((one) => one.id) },
  });
  let said = "";
  for await (const part of events as AsyncIterable<Buffer>) said += part.toString();
  return said.trim() !== "";
}
