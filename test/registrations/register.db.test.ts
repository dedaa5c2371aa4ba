import { count } from "drizzle-orm";
import { expect, test } from "vitest";
import { GUEST } from "../../app/people/viewer.ts";
import { placeOf, ticketByCode, ticketKindsOf } from "../../app/registrations/queries.server.ts";
import { register } from "../../app/registrations/register.server.ts";
import { addTicketKind } from "../../app/registrations/ticket-kinds.server.ts";
import { db } from "../../db/connect.ts";
import { registrations } from "../../db/schema/index.ts";
import { anEdition, aViewer } from "../factories/forums.ts";

const now = new Date("2026-11-23T09:00:00Z");

test("200 people who ask at once for 50 places get exactly 50", async () => {
  const edition = await anEdition({ capacity: 50 });
  const crowd = await Promise.all(Array.from({ length: 200 }, () => aViewer()));

  const outcomes = await Promise.all(crowd.map((viewer) => register({ viewer, ...edition, now })));

  expect(outcomes.filter((o) => o.ok)).toHaveLength(50);
  expect(new Set(outcomes.flatMap((o) => (o.ok ? [] : [o.refusal.reason])))).toEqual(
    new Set(["registrations.refusals.soldOut"]),
  );
  const [row] = await db.select({ n: count() }).from(registrations);
  expect(row?.n).toBe(50);
  expect(await ticketKindsOf(edition.id, now)).toMatchObject([{ left: 0, availability: "sold_out" }]);
});

test("asking twice, even at once, gives the same ticket and takes one place", async () => {
  const edition = await anEdition({ capacity: 5 });
  const viewer = await aViewer();

  const outcomes = await Promise.all([1, 2, 3].map(() => register({ viewer, ...edition, now })));

  const codes = outcomes.map((o) => (o.ok ? o.value.ticketCode : o.refusal.reason));
  expect(new Set(codes).size).toBe(1);
  expect(await ticketKindsOf(edition.id, now)).toMatchObject([{ left: 4 }]);
});

test("one person at two kinds of ticket at once gets one place", async () => {
  const edition = await anEdition();
  const other = await addTicketKind({
    viewer: edition.organiser,
    ...edition,
    kind: { name: { en: "Student" } },
  });
  if (!other.ok) throw new Error(other.refusal.reason);
  const viewer = await aViewer();

  const outcomes = await Promise.all(
    [edition.ticketKindId, other.value.id].map((ticketKindId) =>
      register({ viewer, ...edition, ticketKindId, now }),
    ),
  );

  expect(new Set(outcomes.map((o) => (o.ok ? o.value.ticketCode : o.refusal.reason))).size).toBe(1);
});

test("a person whose address is not verified is asked to verify it", async () => {
  const edition = await anEdition();
  const outcome = await register({ viewer: await aViewer({ verified: false }), ...edition, now });
  expect(outcome).toMatchObject({
    ok: false,
    refusal: { code: "forbidden", reason: "registrations.refusals.unverified" },
  });
});

test.each([
  ["before it opens", { opensAt: "2026-12-01T00:00:00Z" }, "registrations.refusals.notYet"],
  ["after it closes", { closesAt: "2026-11-01T00:00:00Z" }, "registrations.refusals.over"],
  ["when it has no places", { capacity: 0 }, "registrations.refusals.soldOut"],
])("a ticket cannot be had %s", async (_when, times, reason) => {
  const edition = await anEdition();
  const kind = await addTicketKind({
    viewer: edition.organiser,
    ...edition,
    kind: { name: { en: "Late" }, ...times },
  });
  if (!kind.ok) throw new Error(kind.refusal.reason);
  const outcome = await register({ viewer: await aViewer(), ...edition, ticketKindId: kind.value.id, now });
  expect(outcome).toMatchObject({ ok: false, refusal: { reason } });
});

test("a ticket kind of another edition does not exist here", async () => {
  const [here, elsewhere] = [await anEdition(), await anEdition()];
  const outcome = await register({
    viewer: await aViewer(),
    ...here,
    ticketKindId: elsewhere.ticketKindId,
    now,
  });
  expect(outcome).toMatchObject({ ok: false, refusal: { code: "not_found" } });
});

test("a form that names no ticket, or something that is none, is refused with a sentence", async () => {
  const edition = await anEdition();
  for (const ticketKindId of ["", "'; drop table people"])
    expect(await register({ viewer: await aViewer(), ...edition, ticketKindId, now })).toMatchObject({
      ok: false,
      refusal: { reason: "registrations.refusals.noSuchKind" },
    });
});

test("a draft edition takes no registrations and does not exist for others", async () => {
  const edition = await anEdition({ edition: { state: "draft" } });
  const outcome = await register({ viewer: await aViewer(), ...edition, now });
  expect(outcome).toMatchObject({ ok: false, refusal: { code: "not_found" } });
});

test("a ticket is seen by its holder and the organiser, and by nobody else", async () => {
  const edition = await anEdition();
  const [holder, stranger] = [await aViewer({ name: "欧阳娜娜" }), await aViewer()];
  const outcome = await register({ viewer: holder, ...edition, now });
  if (!outcome.ok) throw new Error(outcome.refusal.reason);
  const { ticketCode } = outcome.value;

  expect(await ticketByCode(holder, ticketCode)).toMatchObject({
    holder: "欧阳娜娜",
    kind: { en: "Visitor" },
  });
  expect(await ticketByCode(edition.organiser, ticketCode)).toMatchObject({ holder: "欧阳娜娜" });
  expect(await ticketByCode(stranger, ticketCode)).toBeNull();
  expect(await ticketByCode(GUEST, ticketCode)).toBeNull();
  expect(await placeOf(stranger, edition.id)).toBeNull();
});
