// Whoever presses a link while its page comes alive presses that link: nothing on the page moves then.
import type { Page } from "@playwright/test";
import { ownerByToken, publishBundle } from "../support/api.ts";
import { countingBundle } from "../support/bundle.ts";
import { expect, test } from "../support/journey.ts";
import { aNewcomer, ownerPage, register } from "../support/people-in-browsers.ts";

/** What each link and time of the page says and where it stands. */
const standing = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll("main a, main time")].map((element) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      return [element.textContent, x, y, width, height].join(" ");
    }),
  );

test("a page with times stands as it was sent when it comes alive", async ({ browser }) => {
  const slug = await publishBundle(await ownerByToken(), await countingBundle("Standing still"));
  const owner = await ownerPage(browser);
  await register(await (await browser.newContext()).newPage(), owner, aNewcomer("Zhou Still"));
  const storageState = await owner.context().storageState();
  const asSent = await (await browser.newContext({ storageState, javaScriptEnabled: false })).newPage();
  const alive = await (await browser.newContext({ storageState })).newPage();
  for (const path of [
    "/outbox",
    `/competitions/${slug}`,
    `/competitions/${slug}/manage`,
    "/account/notices",
  ]) {
    await asSent.goto(path, { waitUntil: "networkidle" });
    await alive.goto(path, { waitUntil: "networkidle" });
    // React knows the elements of a page that is alive.
    await alive.waitForFunction(() =>
      Object.keys(document.querySelector("main")?.firstElementChild ?? {}).some((key) =>
        key.startsWith("__react"),
      ),
    );
    expect(await standing(alive), path).toEqual(await standing(asSent));
  }
});
