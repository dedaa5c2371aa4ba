import { text } from "node:stream/consumers";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import yauzl from "yauzl";
import { asCsv, asXlsx, exportTable } from "../../app/entries/export.server.ts";
import { GUEST } from "../../app/people/viewer.ts";
import { aCompetition, anEntry } from "../factories/competitions.ts";
import { aViewer } from "../factories/forums.ts";
import { aSchool, belongsTo } from "../factories/organisations.ts";

/** A team of two of one school, and beside it what its organiser must not take away with it. */
async function aWorld() {
  const school = await aSchool({ name: "Harbour University" });
  const elsewhere = await aSchool({ name: "Evening School" });
  const competition = await aCompetition({ set: { sameSchool: false } });
  const captain = await aViewer({ name: '=HYPERLINK("http://x.example","Li")' });
  const member = await aViewer({ name: '王小明, "Max"' });
  for (const [person, memberNumber] of [
    [captain, "+86100"],
    [member, "2023-17"],
  ] as const) {
    await belongsTo(person, school, { memberNumber, department: "Optics" });
    await belongsTo(person, elsewhere, { memberNumber: "SECRET-NUMBER", department: "Night" });
  }
  const entry = await anEntry({
    competition,
    people: [captain, member],
    teamName: "Tide",
    organisationId: school.id,
  });
  const rivals = await aCompetition();
  const rival = await anEntry({
    competition: rivals,
    people: [await aViewer({ name: "Not Here" }), captain],
  });
  return { competition, entry, captain, member, rivals, rival };
}

test("the table of entries has a row for each person, with what they are in this team and school alone", async () => {
  const { competition, captain, member } = await aWorld();
  const table = await exportTable(competition.organiser, competition.id, {}, "en");
  const [head, ...rows] = table ?? [];
  const named = rows.map((row) => Object.fromEntries(row.map((cell, i) => [head?.[i], cell])));
  expect(named).toMatchObject([
    {
      Code: "T-0001",
      Team: "Tide",
      State: "Accepted",
      "School or company": "Harbour University",
      Person: captain.person.name,
      Role: "Captain",
      "E-mail": captain.person.email,
      Level: "Bachelor",
      Department: "Optics",
      Number: "+86100",
    },
    { Team: "Tide", Person: member.person.name, Role: "Member", Number: "2023-17" },
  ]);
  expect(JSON.stringify(table)).not.toMatch(/SECRET-NUMBER|Night|Evening School|Not Here/);
});

test("the table comes in the organiser's language, holds what the list was narrowed to, and is nobody else's", async () => {
  const { competition, captain, rivals } = await aWorld();
  await anEntry({ competition, teamName: "Ebb", now: new Date("2026-11-24T09:00:00Z") });
  const of = async (filter: object, viewer = competition.organiser) =>
    (await exportTable(viewer, competition.id, filter, "zh-Hans"))?.map(([, team]) => team);
  expect(await of({})).toEqual(["队伍", "Tide", "Tide", "Ebb"]);
  expect(await of({ words: "ebb" })).toEqual(["队伍", "Ebb"]);
  expect(await of({ state: "pending" })).toEqual(["队伍"]);
  for (const viewer of [GUEST, captain])
    expect(await exportTable(viewer, competition.id, {}, "en")).toBeNull();
  const organisesAnother = await aViewer();
  organisesAnother.grants.push({ role: "organiser", scope: "competition", scopeId: rivals.id });
  expect(await exportTable(organisesAnother, competition.id, {}, "en")).toBeNull();
  expect(await exportTable(organisesAnother, rivals.id, {}, "en")).toHaveLength(3);
});

test("what people typed begins no formula: quoted in CSV, plain text in a workbook", async () => {
  const { competition } = await aWorld();
  const table = (await exportTable(competition.organiser, competition.id, {}, "en")) ?? [];
  const csv = asCsv(table);
  expect(csv.startsWith("\uFEFFCode,")).toBe(true);
  expect(csv).toContain(`"'=HYPERLINK(""http://x.example"",""Li"")"`);
  expect(csv).toContain(`"王小明, ""Max"""`);
  expect(csv).toContain(",'+86100,");
  expect(csv.trimEnd().split("\r\n")).toHaveLength(3);

  const parts = await partsOf(await asXlsx(table));
  const sheet = parts.get("xl/worksheets/sheet1.xml") ?? "";
  expect(sheet).toContain("<row");
  expect(sheet).not.toMatch(/<f[ >]/);
  const all = [...parts.values()].join();
  expect(all).toContain("=HYPERLINK(");
  expect(all).toContain("王小明");
  expect(all).not.toContain("'=HYPERLINK(");
});

/** The texts in a workbook by their path. */
async function partsOf(workbook: Buffer): Promise<Map<string, string>> {
  const zip = await promisify<Buffer, yauzl.Options, yauzl.ZipFile>(yauzl.fromBuffer)(workbook, {
    lazyEntries: true,
  });
  const open = promisify(
    zip.openReadStream.bind(zip) as (
      entry: yauzl.Entry,
      done: (e: Error | null, s: NodeJS.ReadableStream) => void,
    ) => void,
  );
  const parts = new Map<string, string>();
  return new Promise((resolve, reject) => {
    zip.on("error", reject);
    zip.on("end", () => resolve(parts));
    zip.on("entry", (entry: yauzl.Entry) => {
      open(entry)
        .then(async (stream) => {
          parts.set(entry.fileName, await text(stream));
          zip.readEntry();
        })
        .catch(reject);
    });
    zip.readEntry();
  });
}
