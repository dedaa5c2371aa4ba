/** About `most` of the numbers from `first` to `last`, evenly spread, both ends among them. */
export function thinned(first: number, last: number, most: number): number[] {
  const count = Math.min(most, last - first + 1);
  if (count <= 0) return [];
  if (count === 1) return [last];
  const found = new Set<number>();
  for (let i = 0; i < count; i++) found.add(first + Math.round(((last - first) * i) / (count - 1)));
  return [...found];
}
