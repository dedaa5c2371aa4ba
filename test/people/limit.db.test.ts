import { expect, test, vi } from "vitest";
import { tooMany } from "../../app/people/limit.server.ts";
import { signInWithPassword } from "../../app/people/sign-in.server.ts";

// Before the settings are read, which happens once.
vi.hoisted(() => Object.assign(process.env, { RATE_LIMITS: "1" }));
const now = new Date();

test("of attempts made at the same moment only as many pass as may, until the window is over", async () => {
  const all = await Promise.all(Array.from({ length: 20 }, () => tooMany("door", 5, 60, now)));
  expect(all.filter((over) => !over)).toHaveLength(5);
  expect(await tooMany("other door", 5, 60, now)).toBe(false);
  expect(await tooMany("door", 5, 60, new Date(now.getTime() + 61_000))).toBe(false);
});

test("an eleventh guess at a password from one place is refused, from another place it is not", async () => {
  const guess = (client: string) => signInWithPassword("a@podium.test", "wrong password", { client, now });
  for (let i = 0; i < 10; i++)
    expect(await guess("10.0.0.1")).toMatchObject({ refusal: { code: "signed_out" } });
  expect(await guess("10.0.0.1")).toMatchObject({ refusal: { code: "over_quota" } });
  expect(await guess("10.0.0.2")).toMatchObject({ refusal: { code: "signed_out" } });
});
