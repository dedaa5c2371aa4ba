/** The next code after those given: "A3-0017". Numbers are never given twice, gaps stay. */
export function nextTeamCode(prefix: string, given: readonly string[]): string {
  const numbers = given
    .filter((code) => code.startsWith(`${prefix}-`))
    .map((code) => Number(code.slice(prefix.length + 1)))
    .filter(Number.isSafeInteger);
  return `${prefix}-${String(Math.max(0, ...numbers) + 1).padStart(4, "0")}`;
}
