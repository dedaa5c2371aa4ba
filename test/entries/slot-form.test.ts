import { expect, test } from "vitest";
import { readSlot } from "../../app/entries/slot-form.ts";

const GIVEN = {
  "title.en": "Source code",
  "title.zh-Hans": "源代码",
  purpose: "work",
  extensions: "ZIP, .pdf",
  maxMebibytes: "500",
  namePattern: "{code}-source",
  required: "on",
  dueAt: "2026-06-10T15:00",
  remindHours: "24 72",
};
function read(changes: Record<string, string> = {}) {
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...GIVEN, ...changes })) form.set(name, value);
  return readSlot(form, { timeZone: "Asia/Shanghai", trackIds: ["a"], most: 2048 * 1024 * 1024 });
}

test("a form becomes a slot, its deadline on the competition's clock", () => {
  expect(read()).toEqual({
    ok: true,
    value: {
      title: { en: "Source code", "zh-Hans": "源代码" },
      description: {},
      trackId: null,
      purpose: "work",
      extensions: ["zip", "pdf"],
      maxBytes: 500 * 1024 * 1024,
      namePattern: "{code}-source",
      required: true,
      dueAt: new Date("2026-06-10T07:00:00Z"),
      remindHours: [72, 24],
    },
  });
});
test.each([
  ["title", { "title.en": " ", "title.zh-Hans": "" }],
  ["trackId", { trackId: "somebody else's" }],
  ["extensions", { extensions: "zip, ../x" }],
  ["maxMebibytes", { maxMebibytes: "0" }],
  ["maxMebibytes", { maxMebibytes: "4096" }],
  ["namePattern", { namePattern: "{school}-source" }],
  ["namePattern", { namePattern: "../{code}" }],
  ["dueAt", { dueAt: "2026-02-30T10:00" }],
  ["remindHours", { remindHours: "soon" }],
])("what is wrong with %s is said there: %j", (field, changes) => {
  expect(read(changes as Record<string, string>)).toMatchObject({ ok: false, refusal: { field } });
});
