/** Round numbers along an axis, and how many digits after the point tell them apart. */
export type Ticks = { values: number[]; digits: number };

/**
 * At most about five round numbers (steps of 1, 2 or 5 times a power of ten) that enclose `low` to `high`.
 * `whole`: counts and ranks, which have nothing between two neighbours. Where nothing varies, there is room
 * on both sides, so that the value stands in the middle.
 */
export function ticks(low: number, high: number, { whole = false } = {}): Ticks {
  if (low === high) {
    const room = whole ? 1 : Math.abs(low) * 0.05 || 1;
    return ticks(low - room, high + room, { whole });
  }
  const rough = (high - low) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const round = ([1, 2, 5, 10].find((times) => times * power >= rough * 0.999) ?? 10) * power;
  const step = whole ? Math.max(1, Math.round(round)) : round;
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const values: number[] = [];
  const last = Math.ceil(high / step - 1e-9);
  for (let i = Math.floor(low / step + 1e-9); i <= last; i++) values.push(Number((i * step).toFixed(digits)));
  return { values, digits };
}
