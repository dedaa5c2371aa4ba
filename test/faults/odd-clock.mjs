// Loaded before a judge whose wall clock is wrong, by the milliseconds in this URL: odd-clock.mjs?ahead=-3600000.
const ahead = Number(new URL(import.meta.url).searchParams.get("ahead"));
const Real = Date;
globalThis.Date = class extends Real {
  constructor(...given) {
    if (given.length === 0) super(Real.now() + ahead);
    else super(...given);
  }
  static now() {
    return Real.now() + ahead;
  }
};
