import { expect, test } from "vitest";
import { keepSample } from "../../app/judging/keep-sample.ts";

test("the first measurements are all kept, and later ones while there is room", () => {
  expect(keepSample({ count: 0, firstMs: 0, lastMs: 0 }, 0, 10)).toBe("add");
  expect(keepSample({ count: 9, firstMs: 0, lastMs: 8000 }, 9000, 10)).toBe("add");
});

test("when they are full every second one goes, and from then on they come in half as often", () => {
  expect(keepSample({ count: 10, firstMs: 0, lastMs: 9000 }, 10_000, 10)).toBe("thin");
  expect(keepSample({ count: 6, firstMs: 0, lastMs: 10_000 }, 11_000, 10)).toBe("skip");
  expect(keepSample({ count: 6, firstMs: 0, lastMs: 10_000 }, 12_000, 10)).toBe("add");
});
