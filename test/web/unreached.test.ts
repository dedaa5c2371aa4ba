import { expect, test } from "vitest";
import { isUnreached } from "../../app/web/unreached.ts";

test.each([
  "Failed to fetch",
  "NetworkError when attempting to fetch resource.",
  "Load failed",
  "Failed to fetch dynamically imported module: https://podium.example/assets/ui-B1.js",
  "error loading dynamically imported module: https://podium.example/assets/ui-B1.js",
  "Importing a module script failed.",
])("what a browser says when nothing comes is no fault of the page: %s", (said) => {
  expect(isUnreached(new TypeError(said))).toBe(true);
});

test("a fault of the page is told as one", () => {
  expect(isUnreached(new TypeError("Cannot read properties of undefined (reading 'map')"))).toBe(false);
  expect(isUnreached(new Error("Failed to fetch"))).toBe(false);
});
