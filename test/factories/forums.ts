import { createEdition, createForum } from "../../app/forums/create.server.ts";
import type { NewEdition } from "../../app/forums/forms.ts";
import type { SignedInViewer } from "../../app/people/viewer.ts";
import { addTicketKind } from "../../app/registrations/ticket-kinds.server.ts";
import { db } from "../../db/connect.ts";
import { people } from "../../db/schema/index.ts";

let made = 0;

/** A viewer with a row of their own, without the cost of a password: for tests that are not about signing in. */
export async function aViewer(
  options: { role?: "owner" | "organiser"; verified?: boolean; name?: string } = {},
): Promise<SignedInViewer> {
  const { role, verified = true, name = "Li Wei" } = options;
  const email = `viewer-${++made}-${crypto.randomUUID()}@example.org`;
  const [row] = await db
    .insert(people)
    .values({ name, email, emailVerified: verified })
    .returning({ id: people.id });
  return {
    person: { id: row!.id, name, email, verified, locale: null, timeZone: null },
    grants: role ? [{ role, scope: "installation", scopeId: null }] : [],
    tokenScopes: null,
  };
}

function value<T>(outcome: { ok: true; value: T } | { ok: false; refusal: { reason: string } }): T {
  if (!outcome.ok) throw new Error(outcome.refusal.reason);
  return outcome.value;
}

/** A published edition of a new forum in Shanghai, two days long, with one ticket kind. */
export async function anEdition(
  options: { organiser?: SignedInViewer; capacity?: number; edition?: Partial<NewEdition> } = {},
) {
  const organiser = options.organiser ?? (await aViewer({ role: "organiser" }));
  const forumSlug = `forum-${++made}`;
  value(
    await createForum({
      viewer: organiser,
      forum: { slug: forumSlug, name: { en: "Large models", "zh-Hans": "大模型" } },
    }),
  );
  const { id, slug } = value(
    await createEdition({
      viewer: organiser,
      forumSlug,
      edition: {
        slug: "2026",
        name: { en: "Large models 2026" },
        format: "in_person",
        state: "published",
        timeZone: "Asia/Shanghai",
        startsOn: "2026-12-12",
        endsOn: "2026-12-13",
        ...options.edition,
      },
    }),
  );
  const kind = value(
    await addTicketKind({
      viewer: organiser,
      forumSlug,
      editionSlug: slug,
      kind: {
        name: { en: "Visitor" },
        ...(options.capacity === undefined ? {} : { capacity: options.capacity }),
      },
    }),
  );
  return { id, forumSlug, editionSlug: slug, ticketKindId: kind.id, organiser };
}
