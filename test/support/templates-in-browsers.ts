import { type Browser, type BrowserContextOptions, expect, type Locator, type Page } from "@playwright/test";
import type { Reason } from "../../app/locales/reason.ts";
import { wording } from "../../app/notices/wording.ts";
import type { CompetitionTemplate, Locale } from "../../db/vocabulary.ts";
import { ownerPage } from "./people-in-browsers.ts";

/** What a screen says in one language, and browsers that ask for it. */
export type Tongue = {
  locale: Locale;
  look: BrowserContextOptions;
  say(key: Reason, values?: Record<string, string | number>): string;
};
const timezoneId = "Asia/Shanghai";
const tongue = (locale: Locale, asks: string): Tongue => ({
  locale,
  look: { locale: asks, timezoneId },
  say: (key, values) => wording(locale, key, values),
});
export const TONGUES = [tongue("en", "en-GB"), tongue("zh-Hans", "zh-CN")] as const;

/** A moment on the clock of the browsers' zone, as a `datetime-local` field wants it. */
export const onTheClock = (at: Date): string =>
  new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 19);
export const hoursFromNow = (hours: number) => onTheClock(new Date(Date.now() + hours * 3_600_000));

/** The sentence that a field of this name is marked with. */
export async function expectAtField(field: Locator, sentence: string): Promise<void> {
  await expect(field).toHaveAttribute("aria-invalid", "true");
  await expect(field).toHaveAccessibleDescription(new RegExp(escaped(sentence)));
}
const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Sends the form that the field is in. */
export const send = (field: Locator): Promise<void> =>
  field.locator('xpath=ancestor::form[1]//button[@type="submit"]').last().click();

/**
 * An organiser makes a draft from a template, at first without a title: refused at the field, with the chosen
 * template still chosen. Answers with their page and the competition's address.
 */
export async function draftFrom(
  browser: Browser,
  { look, locale, say }: Tongue,
  template: CompetitionTemplate,
  title: string,
): Promise<{ owner: Page; competition: string }> {
  const owner = await ownerPage(browser, look);
  await owner.goto("/competitions/new");
  await owner.getByRole("radio", { name: say(`editor.templates.${template}.name`) }).check();
  const create = owner.getByRole("button", { name: say("editor.new.create") });
  await create.click();
  const field = owner.locator(`input[name="title.${locale}"]`).first();
  await expectAtField(field, say("editor.refusals.titleNeeded"));
  await expect(owner.locator(`input[name="template"][value="${template}"]`)).toBeChecked();
  await field.fill(title);
  await create.click();
  await owner.waitForURL(/\/competitions\/(?!new)[^/]+\/manage$/);
  return { owner, competition: new URL(owner.url()).pathname.replace(/\/manage$/, "") };
}

type Move = "publish" | "close" | "archive";
const AFTER = { publish: "close", close: "archive", archive: "unarchive" } as const;

/** Publishes, closes or archives a competition, and waits until it can be taken further. */
export async function move(owner: Page, { say }: Tongue, competition: string, to: Move): Promise<void> {
  await owner.goto(`${competition}/manage`);
  await owner.getByRole("button", { name: say(`editor.overview.move.${to}`), exact: true }).click();
  const next = say(`editor.overview.move.${AFTER[to]}`);
  await expect(owner.getByRole("button", { name: next, exact: true })).toBeVisible();
}

/** Enters with a new team, as its captain. */
export async function enter(
  captain: Page,
  { say }: Tongue,
  competition: string,
  { team, track }: { team: string; track?: string },
): Promise<void> {
  await captain.goto(`${competition}/join`);
  if (track) await captain.locator('select[name="track"]').selectOption(track);
  await captain.getByLabel(say("entries.join.teamName")).fill(team);
  await captain.getByLabel(say("entries.join.accept")).check();
  await captain.getByRole("button", { name: say("entries.join.submit"), exact: true }).click();
  await captain.waitForURL(/\/team\?entry=/);
  await expect(captain.getByRole("heading", { level: 1, name: team })).toBeVisible();
}

/** Somebody follows the link that the captain's page shows, and is in the team. */
export async function followInvitation(mate: Page, { say }: Tongue, captain: Page): Promise<void> {
  await mate.goto(await captain.locator('input[name="invite"]').inputValue());
  await mate.getByLabel(say("entries.join.accept")).check();
  await mate.getByRole("button", { name: say("teams.invitation.accept") }).click();
  await mate.waitForURL(/\/competitions\/.+\/team/);
}

/** Chooses a file in the drop zone of this label and waits until it is uploaded. */
export async function upload(
  page: Page,
  { say }: Tongue,
  label: string,
  file: { name: string; buffer: Buffer },
): Promise<void> {
  const zone = page.getByLabel(label, { exact: true });
  await zone.setInputFiles({ ...file, mimeType: "application/octet-stream" });
  await expect(page.getByText(file.name, { exact: true })).toBeVisible();
  await expect(page.getByText(say("submissions.submit.uploading", { name: file.name }))).toHaveCount(0);
}

/** Hands a file in for a slot, which opens the receipt. */
export async function deliver(
  page: Page,
  { say }: Tongue,
  competition: string,
  slot: string,
  file: { name: string; buffer: Buffer },
): Promise<void> {
  if (!page.url().endsWith(`${competition}/deliverables`)) await page.goto(`${competition}/deliverables`);
  const its = page.getByRole("listitem").filter({
    has: page.getByRole("heading", { level: 2, name: slot, exact: true }),
  });
  const refused = its.getByRole("button", { name: say("submissions.submit.remove") });
  if (await refused.isVisible()) await refused.click();
  await its.locator('input[type="file"]').setInputFiles({ ...file, mimeType: "application/octet-stream" });
  const hand = its.getByRole("button", {
    name: new RegExp(`^(${say("deliverables.send")}|${say("deliverables.replace")})$`),
  });
  await expect(hand).toBeEnabled();
  await hand.click();
}

/** Moves a slot's deadline. */
export async function setDue(
  owner: Page,
  { say }: Tongue,
  competition: string,
  slot: string,
  due: string,
): Promise<void> {
  await owner.goto(`${competition}/manage/deliverables`);
  await owner
    .getByRole("listitem")
    .filter({ has: owner.getByRole("heading", { level: 2, name: slot }) })
    .getByRole("link", { name: say("deliverables.manage.edit"), exact: true })
    .click();
  await owner.locator('input[name="dueAt"]').fill(due.slice(0, 16));
  await owner.getByRole("button", { name: say("deliverables.manage.save"), exact: true }).click();
  await owner.waitForURL(/\/manage\/deliverables$/);
}
