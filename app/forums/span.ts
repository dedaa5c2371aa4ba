/** Two calendar days (YYYY-MM-DD) as one span in the reader's language, as in "12 – 13 December 2026". */
export function span(startsOn: string, endsOn: string, locale: string): string {
  // Days carry no time zone: read and written in UTC they stay the days they are.
  const format = new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" });
  const [first, last] = [new Date(`${startsOn}T00:00:00Z`), new Date(`${endsOn}T00:00:00Z`)];
  if (locale.startsWith("zh")) {
    // Where the years or months are the same, they are said once: 2026年12月21日至22日. Intl would fall back on slashes.
    const [from, to] = [format.format(first), format.format(last)];
    const same = /^\d+年(\d+月)?/.exec(from)?.[0] ?? "";
    const year = from.slice(0, from.indexOf("年") + 1);
    const said = to.startsWith(same) ? same : to.startsWith(year) ? year : "";
    return from === to ? from : `${from}至${to.slice(said.length)}`;
  }
  // Node and browsers disagree on the width of the spaces around the dash, and the page must not change.
  return format.formatRange(first, last).replace(/[\u2009\u202f]/g, " ");
}
