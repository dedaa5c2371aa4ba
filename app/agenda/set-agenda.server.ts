import type { z } from "zod";
import { db } from "../../db/connect.ts";
import { editionToOrganise } from "../forums/create.server.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { overlaps } from "./conflicts.ts";
import type { AgendaBody } from "./forms.ts";
import { writeRelease } from "./release.server.ts";
import { writeDraft } from "./write-draft.server.ts";

/**
 * Replaces the draft of an edition's whole agenda, and releases it where it says so; or changes nothing. Refuses
 * double-booked rooms and speakers. Answers the version that was released, if one was.
 */
export async function setAgenda(command: {
  viewer: SignedInViewer;
  forumSlug: string;
  editionSlug: string;
  agenda: z.infer<typeof AgendaBody>;
  now: Date;
}): Promise<Outcome<{ sessions: number; release: number | null }>> {
  const { viewer, forumSlug, editionSlug, agenda, now } = command;
  const edition = await editionToOrganise(viewer, forumSlug, editionSlug);
  if (!edition.ok) return edition;
  const editionId = edition.value.id;

  const twice =
    repeated(agenda.rooms) ??
    repeated(agenda.tracks) ??
    repeated(agenda.speakers) ??
    repeated(agenda.sessions.filter((session) => session.key !== undefined));
  if (twice) return refused("invalid", "agenda.refusals.keyTwice", { values: { key: twice } });
  for (const session of agenda.sessions) {
    const title = Object.values(session.title)[0] ?? "";
    if (Date.parse(session.endsAt) <= Date.parse(session.startsAt))
      return refused("invalid", "agenda.refusals.endsBeforeStart", { values: { title } });
    const unknown =
      (session.room && !agenda.rooms.some((r) => r.key === session.room) && session.room) ||
      (session.track && !agenda.tracks.some((t) => t.key === session.track) && session.track) ||
      session.speakers.find((s) => !agenda.speakers.some((known) => known.key === s));
    if (unknown) return refused("invalid", "agenda.refusals.unknownKey", { values: { title, key: unknown } });
  }
  const [clash] = overlaps(
    agenda.sessions.map((s, i) => ({
      id: String(i),
      roomId: s.room ?? null,
      speakerIds: s.speakers,
      startsAt: Date.parse(s.startsAt),
      endsAt: Date.parse(s.endsAt),
    })),
  );
  if (clash) {
    const title = (i: string) => Object.values(agenda.sessions[Number(i)]?.title ?? {})[0] ?? "";
    return refused(
      "conflict",
      clash.kind === "room" ? "agenda.refusals.roomTwice" : "agenda.refusals.speakerTwice",
      {
        values: { first: title(clash.first), second: title(clash.second ?? ""), about: clash.about ?? "" },
      },
    );
  }

  return db.transaction(async (tx) => {
    await writeDraft(tx, editionId, agenda);
    const release = agenda.release && {
      editionId,
      personId: viewer.person.id,
      note: agenda.release.note,
      now,
    };
    const released = release && (await writeRelease(tx, release));
    // An agenda that says what everybody sees already is no fault of whoever set it.
    return done({ sessions: agenda.sessions.length, release: released?.ok ? released.value.version : null });
  });
}

/** A key that two things of a kind have. */
function repeated(things: readonly { key?: string | undefined }[]): string | undefined {
  const keys = new Set<string | undefined>();
  return things.find(({ key }) => keys.size === keys.add(key).size)?.key;
}
