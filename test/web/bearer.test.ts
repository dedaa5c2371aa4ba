import { expect, test } from "vitest";
import { isBearer } from "../../app/web/bearer.ts";

const TOKEN = "a-token-of-more-than-twenty-letters";

test("a bearer token is the one that was set, whatever the word before it is written like", () => {
  expect(isBearer(`Bearer ${TOKEN}`, TOKEN)).toBe(true);
  expect(isBearer(`bearer  ${TOKEN} `, TOKEN)).toBe(true);
});

test("no header, another scheme, another token or a part of it is refused", () => {
  for (const header of [
    undefined,
    "",
    TOKEN,
    `Basic ${TOKEN}`,
    "Bearer",
    `Bearer ${TOKEN}x`,
    `Bearer ${TOKEN.slice(1)}`,
    `Bearer x ${TOKEN}`,
  ])
    expect(isBearer(header, TOKEN), String(header)).toBe(false);
});
