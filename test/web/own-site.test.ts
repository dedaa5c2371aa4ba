import { expect, test } from "vitest";
import { fromOwnSite } from "../../app/web/own-site.ts";

const post = (headers: Record<string, string>) =>
  fromOwnSite({ method: "POST", headers: { host: "podium.test", ...headers } }, "podium.test");

test.each<Record<string, string>>([
  { origin: "http://podium.test" },
  { origin: "null", "sec-fetch-site": "same-origin" },
  { authorization: "Bearer podium_x", origin: "http://evil.test" },
  {},
])("a form of our own, a program and a token may change things: %j", (headers) => {
  expect(post(headers)).toBe(true);
});

test.each<Record<string, string>>([
  { origin: "http://evil.test" },
  { origin: "null" },
  { origin: "null", "sec-fetch-site": "cross-site" },
  { origin: "null", "sec-fetch-site": "same-site" },
  { origin: "not an address" },
  { origin: "http://[" },
  { origin: "file://" },
  { origin: "http://evil.test", authorization: "Basic eDp5" },
])("another site, and an origin that is none, may not: %j", (headers) => {
  expect(post(headers)).toBe(false);
});

test("reading is open to requests from anywhere", () => {
  expect(fromOwnSite({ method: "GET", headers: { origin: "http://[" } }, "podium.test")).toBe(true);
});
