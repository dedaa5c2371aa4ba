/** Choices that follow from a seed alone (mulberry32): the same seed makes the same faults in the same order. */
export type Chance = {
  /** At least 0, less than 1. */
  number(): number;
  between(least: number, most: number): number;
  whole(least: number, most: number): number;
  pick<T>(of: readonly T[]): T;
};

export function chance(seed: number): Chance {
  let state = seed >>> 0;
  const number = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (least: number, most: number) => least + (most - least) * number();
  return {
    number,
    between,
    whole: (least, most) => Math.floor(between(least, most + 1)),
    pick: (of) => of[Math.floor(number() * of.length)]!,
  };
}
