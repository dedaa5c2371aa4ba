/** The rows with each key, in the order in which they come. */
export function grouped<R, K>(rows: readonly R[], keyOf: (row: R) => K): Map<K, R[]> {
  const groups = new Map<K, R[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const its = groups.get(key);
    if (its) its.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}
