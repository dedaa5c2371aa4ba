import type { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { webConfig } from "../../config.ts";
import { blobStore } from "../../db/blobs/disk.ts";
import { acceptWhoWaits } from "../entries/accept-if-ready.server.ts";
import { belong, type Proof, stopBelonging } from "../organisations/belong.server.ts";
import { createOrganisation } from "../organisations/create.server.ts";
import { openProof } from "../organisations/open-proof.server.ts";
import {
  findOrganisations,
  mayVerify,
  membershipsOf,
  newOrganisations,
  organisationBySlug,
  pendingMemberships,
} from "../organisations/queries.server.ts";
import { decideMembership, editOrganisation } from "../organisations/verify.server.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { done, type Outcome, refused } from "../web/outcome.ts";
import { withBody } from "./archive-body.server.ts";
import { Id } from "./editor-shapes.ts";
import { operation } from "./operation.ts";
import { PageQuery, SlugOnly } from "./shapes.ts";
import { signedInHere } from "./signed-in.ts";
import {
  Belonging,
  FindQuery,
  MembershipBody,
  MembershipDecision,
  Memberships,
  Organisation,
  OrganisationBody,
  OrganisationChange,
  OrganisationMade,
  Organisations,
  ProofQuery,
  WaitingMemberships,
} from "./team-shapes.ts";

const tag = "Organisations";
const noSuch = refused("not_found", "organisations.refusals.notFound");

type Saying = {
  viewer: SignedInViewer;
  params: { id: string };
  said: (typeof MembershipBody)["_output"];
  proof: Proof | null;
  now: Date;
};
const belongTo = ({ viewer, params, said, proof, now }: Saying) =>
  belong({
    viewer,
    organisationId: params.id,
    degreeLevel: said.degreeLevel ?? "",
    department: said.department,
    memberNumber: said.memberNumber,
    proof,
    now,
    onVerified: acceptWhoWaits,
  });

/** A document in memory: its command looks at its bytes, and it is small. */
const withProof = <T>(
  brought: { viewer: SignedInViewer; body: Readable; fileName: string; now: Date },
  use: (proof: Proof) => Promise<Outcome<T>>,
): Promise<Outcome<T>> =>
  // A byte too many is enough for the command to say what is too large.
  withBody({ ...brought, maxBytes: webConfig().PROOF_MAX_BYTES + 1 }, async ({ hash }) =>
    use({ content: await buffer(await blobStore().open(hash)), name: brought.fileName }),
  );

/** Schools and companies, and who belongs to them. */
export const organisationOperations = [
  operation({
    method: "GET",
    path: "/organisations",
    id: "findOrganisations",
    tag,
    summary: "The first twenty organisations with these words in a name",
    scope: "read",
    query: FindQuery,
    answer: Organisations,
    handle: async ({ viewer, query }) => done({ organisations: await findOrganisations(viewer, query.q) }),
  }),
  operation({
    method: "POST",
    path: "/organisations",
    id: "createOrganisation",
    tag,
    summary: "Add an organisation that nobody found, named in the language you ask in",
    scope: "take_part",
    body: OrganisationBody,
    answer: OrganisationMade,
    status: 201,
    handle: ({ viewer, body, locale, now }) => createOrganisation({ viewer, ...body, locale, now }),
  }),
  operation({
    method: "GET",
    path: "/organisations/{slug}",
    id: "showOrganisation",
    tag,
    summary: "An organisation and how many belong to it",
    scope: "read",
    answer: Organisation,
    handle: async ({ viewer, params }) => {
      const found = await organisationBySlug(viewer, params.slug);
      return found ? done(found) : noSuch;
    },
  }),
  operation({
    method: "PUT",
    path: "/organisations/{slug}",
    id: "changeOrganisation",
    tag,
    summary: "Set names, kind and mail domains, and approve it; for those who verify",
    scope: "organise",
    body: OrganisationChange,
    answer: SlugOnly,
    handle: async ({ viewer, params: { slug }, body, now }) => {
      const mailDomains = body.mailDomains.join("\n");
      const changed = await editOrganisation({ viewer, slug, ...body, mailDomains, now });
      return changed.ok ? done({ slug }) : changed;
    },
  }),
  operation({
    method: "GET",
    path: "/me/organisations",
    id: "listOwnMemberships",
    tag,
    summary: "Where you study or work, and what became of it",
    scope: "read",
    answer: Memberships,
    handle: async ({ viewer }) => {
      const me = signedInHere(viewer);
      return me.ok ? done({ memberships: await membershipsOf(me.value) }) : me;
    },
  }),
  operation({
    method: "PUT",
    path: "/organisations/{id}/membership",
    id: "belong",
    tag,
    summary: "Say that you study or work there; a mail address of theirs verifies you at once",
    scope: "take_part",
    body: MembershipBody,
    answer: Belonging,
    handle: ({ viewer, params, body, now }) => belongTo({ viewer, params, said: body, proof: null, now }),
  }),
  operation({
    method: "PUT",
    path: "/organisations/{id}/membership/proof",
    id: "belongWithProof",
    tag,
    summary: "The same with a document; the body is the document itself",
    scope: "take_part",
    query: ProofQuery,
    body: "file",
    answer: Belonging,
    handle: async ({ viewer, params, query, body, now }) =>
      withProof({ viewer, body, fileName: query.fileName, now }, (proof) =>
        belongTo({ viewer, params, said: query, proof, now }),
      ),
  }),
  operation({
    method: "DELETE",
    path: "/organisations/{id}/membership",
    id: "stopBelonging",
    tag,
    summary: "Say that you no longer study or work there",
    scope: "take_part",
    answer: Id,
    handle: async ({ viewer, params: { id } }) => {
      const stopped = await stopBelonging({ viewer, organisationId: id });
      return stopped.ok ? done({ id }) : stopped;
    },
  }),
  operation({
    method: "GET",
    path: "/memberships",
    id: "listWaitingMemberships",
    tag,
    summary: "Memberships that wait for a word, oldest first; for those who verify",
    scope: "organise",
    query: PageQuery,
    answer: WaitingMemberships,
    handle: async ({ viewer, query }) => {
      if (!mayVerify(viewer)) return noSuch;
      const [waiting, fresh] = await Promise.all([
        pendingMemberships(viewer, query.page),
        newOrganisations(viewer),
      ]);
      return done({
        ...waiting,
        memberships: waiting.rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() })),
        newOrganisations: fresh,
      });
    },
  }),
  operation({
    method: "POST",
    path: "/memberships/{organisation}/{person}/decision",
    id: "decideMembership",
    tag,
    summary: "Say whether a person belongs where they say; they get the word by mail",
    scope: "organise",
    body: MembershipDecision,
    answer: Id,
    handle: async ({ viewer, params, body, now }) => {
      const decided = await decideMembership({
        viewer,
        organisationId: params.organisation,
        personId: params.person,
        ...body,
        now,
        onVerified: acceptWhoWaits,
      });
      return decided.ok ? done({ id: params.person }) : decided;
    },
  }),
  operation({
    method: "GET",
    path: "/memberships/{organisation}/{person}/proof",
    id: "openProof",
    tag,
    summary: "The document behind a membership; for those who verify",
    scope: "organise",
    answer: "file",
    handle: async ({ viewer, params }) => {
      const found = await openProof(viewer, params.organisation, params.person);
      return found ? done(found) : noSuch;
    },
  }),
];
