import { expect, test } from "vitest";
import { bodyRefused } from "../../app/web/body-limit.ts";

const asked = (url: string, headers: Record<string, string>, method = "POST") =>
  bodyRefused({ method, url, headers }, 100);

test("a form says how long it is and keeps within what is held in memory", () => {
  expect(asked("/sign-in", { "content-length": "100" })).toBeNull();
  expect(asked("/sign-in", { "content-length": "101" })).toBe(413);
  expect(asked("/sign-in", { "transfer-encoding": "chunked" })).toBe(411);
  expect(asked("/sign-in", {})).toBeNull();
  expect(asked("/sign-in", { "content-length": "101" }, "PUT")).toBe(413);
});

test("uploads and the API count by themselves, and no path hides behind theirs", () => {
  const long = { "content-length": "101" };
  for (const url of ["/uploads", "/uploads/1", "/api/v1/competitions?x=1"])
    expect(asked(url, long)).toBeNull();
  for (const url of [
    "/uploads/../sign-in",
    "/api/v1/%2e%2e/%2e%2e/sign-in",
    "/uploadsx",
    "/api/v10",
    "//[",
    "*",
  ])
    expect(asked(url, long)).toBe(413);
});
