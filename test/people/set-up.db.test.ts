import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { mayOperate } from "../../app/people/permissions.ts";
import { setUpFirstOwner, setUpIsOpen } from "../../app/people/set-up.server.ts";
import { signIn } from "../../app/people/sign-in.server.ts";
import { viewerOf } from "../../app/people/viewer.server.ts";
import { webConfig } from "../../config.ts";

// One story: an installation is set up once.
test("the first owner is made with the code, once, by one of two who try at the same moment", async () => {
  const now = new Date();
  const file = path.join(webConfig().PODIUM_DATA, "setup-code");
  const password = "correct horse battery";
  const given = { code: "ABCD-EFGH", name: "Ada", email: "ada@podium.test", password, now };
  expect(await setUpFirstOwner(given)).toMatchObject({ ok: false, refusal: { field: "code" } });
  writeFileSync(file, "ABCD-EFGH\n");
  expect(await setUpFirstOwner({ ...given, code: "WRONG" })).toMatchObject({
    ok: false,
    refusal: { code: "forbidden", field: "code" },
  });
  expect(await setUpFirstOwner({ ...given, password: "short" })).toMatchObject({
    ok: false,
    refusal: { code: "invalid", field: "password" },
  });
  const both = await Promise.all([
    setUpFirstOwner(given),
    setUpFirstOwner({ ...given, email: "eve@podium.test" }),
  ]);
  expect(both.map((o) => o.ok).sort()).toEqual([false, true]);
  expect(existsSync(file)).toBe(false);
  expect(await setUpIsOpen()).toBe(false);

  writeFileSync(file, "ABCD-EFGH\n");
  expect(await setUpFirstOwner(given)).toMatchObject({ ok: false, refusal: { code: "not_found" } });

  const email = both[0].ok ? "ada@podium.test" : "eve@podium.test";
  const entered = await signIn({ email, password, headers: new Headers(), now });
  if (!entered.ok) throw new Error(entered.refusal.reason);
  const cookie = entered.value.headers.getSetCookie()[0]?.split(";")[0] ?? "";
  const viewer = await viewerOf(new Request("http://podium.test/", { headers: { cookie } }));
  expect([viewer.person?.verified, mayOperate(viewer)]).toEqual([true, true]);
});
