/**
 * Lets callers who ask the same thing at once share one answer, so that ten thousand who come back together
 * cost a few reads. Nobody is answered by a read that had begun before they asked: they share the next one.
 */
export function sharing<T>(): (key: string, read: () => Promise<T>) => Promise<T> {
  const underWay = new Map<string, Promise<T>>();
  const next = new Map<string, Promise<T>>();
  const begin = (key: string, read: () => Promise<T>) => {
    next.delete(key);
    const reading = read();
    underWay.set(key, reading);
    const over = () => {
      if (underWay.get(key) === reading) underWay.delete(key);
    };
    reading.then(over, over);
    return reading;
  };
  return (key, read) => {
    const now = underWay.get(key);
    if (!now) return begin(key, read);
    const waiting = next.get(key);
    if (waiting) return waiting;
    const after = now.then(
      () => begin(key, read),
      () => begin(key, read),
    );
    next.set(key, after);
    return after;
  };
}
