/** An hour of the invented campus: hours since its first Monday at midnight, °C, kW. */
export type Hour = { hour: number; temperature: number; load: number };

export const KNOWN_HOURS = 28 * 24;
export const ASKED_HOURS = 7 * 24;

/** Marsaglia's xorshift32 from a seed, as numbers from 0 to 1: the same on every machine. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/**
 * Five weeks of an invented campus: working days with a morning rise, quiet weekends, air conditioning
 * above 24 °C, and noise. Synthetic, and said to be so.
 */
export function campus(): Hour[] {
  const next = random(20_261_123);
  const noise = () => next() + next() + next() + next() - 2;
  let drift = 0;
  return Array.from({ length: KNOWN_HOURS + ASKED_HOURS }, (_, hour) => {
    const clock = hour % 24;
    const day = Math.floor(hour / 24);
    const working = day % 7 < 5;
    drift = 0.97 * drift + 0.4 * noise();
    const temperature = 23 + 5 * Math.sin(((clock - 9) / 24) * 2 * Math.PI) + drift + day * 0.08;
    const busy = working ? Math.exp(-(((clock - 14) / 5) ** 2)) : 0.25 * Math.exp(-(((clock - 15) / 6) ** 2));
    const cooling = Math.max(0, temperature - 24) * (working ? 14 : 6);
    return {
      hour,
      temperature: round(temperature, 1),
      load: round(180 + 320 * busy + cooling + 9 * noise(), 1),
    };
  });
}

const round = (value: number, digits: number) => Number(value.toFixed(digits));

/** A forecast of the asked hours from the known ones and the weather report. */
export type Method = (known: Hour[], asked: { hour: number; temperature: number }[]) => number[];

const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;

const working = (hour: number) => Math.floor(hour / 24) % 7 < 5;

/** As at the same hour of the day before the forecast begins. */
export const likeYesterday: Method = (known, asked) =>
  asked.map(({ hour }) => known[KNOWN_HOURS - 24 + (hour % 24)]!.load);

/** The mean of the same hour of all working days, or of all weekends: the organisers' own. */
export const usualDay: Method = (known, asked) =>
  asked.map(({ hour }) =>
    mean(
      known.filter((k) => k.hour % 24 === hour % 24 && working(k.hour) === working(hour)).map((k) => k.load),
    ),
  );

/** As a week ago. */
export const likeLastWeek: Method = (known, asked) => asked.map(({ hour }) => known[hour - 7 * 24]!.load);

/** The mean of the same hour of the week. */
export const weeklyMean: Method = (known, asked) =>
  asked.map(({ hour }) => mean(known.filter((k) => k.hour % 168 === hour % 168).map((k) => k.load)));

/** The weekly mean, mended by a line through its errors against the temperature. */
export const weeklyMeanAndWeather: Method = (known, asked) => {
  const base = new Map<number, { load: number; temperature: number }>();
  for (let slot = 0; slot < 168; slot++) {
    const own = known.filter((k) => k.hour % 168 === slot);
    base.set(slot, { load: mean(own.map((k) => k.load)), temperature: mean(own.map((k) => k.temperature)) });
  }
  let top = 0;
  let bottom = 0;
  for (const k of known) {
    const { load, temperature } = base.get(k.hour % 168)!;
    top += (k.load - load) * (k.temperature - temperature);
    bottom += (k.temperature - temperature) ** 2;
  }
  return asked.map(({ hour, temperature }) => {
    const slot = base.get(hour % 168)!;
    return slot.load + (top / bottom) * (temperature - slot.temperature);
  });
};

/** The nearest known hours in clock, kind of day and temperature, weighted by closeness. */
export const similarHours: Method = (known, asked) =>
  asked.map(({ hour, temperature }) => {
    const near = known
      .filter((k) => k.hour % 24 === hour % 24 && working(k.hour) === working(hour))
      .map((k) => ({ load: k.load, weight: 1 / (0.2 + Math.abs(k.temperature - temperature)) }))
      .sort((a, b) => b.weight - a.weight)
      .slice(0, 5);
    return near.reduce((sum, n) => sum + n.load * n.weight, 0) / near.reduce((sum, n) => sum + n.weight, 0);
  });
