import { db } from "../../db/connect.ts";
import { ticketKinds } from "../../db/schema/index.ts";
import { editionToOrganise } from "../forums/create.server.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { done, type Outcome } from "../web/outcome.ts";
import type { NewTicketKind } from "./forms.ts";

/** Adds a kind of ticket to an edition the viewer organises. */
export async function addTicketKind(command: {
  viewer: SignedInViewer;
  forumSlug: string;
  editionSlug: string;
  kind: NewTicketKind;
}): Promise<Outcome<{ id: string }>> {
  const { viewer, forumSlug, editionSlug, kind } = command;
  const edition = await editionToOrganise(viewer, forumSlug, editionSlug);
  if (!edition.ok) return edition;
  const [made] = await db
    .insert(ticketKinds)
    .values({
      editionId: edition.value.id,
      name: kind.name,
      capacity: kind.capacity ?? null,
      opensAt: kind.opensAt ? new Date(kind.opensAt) : null,
      closesAt: kind.closesAt ? new Date(kind.closesAt) : null,
    })
    .returning({ id: ticketKinds.id });
  return done(made as { id: string });
}
