import { z } from "zod";
import {
  DEGREE_LEVELS,
  ENTRY_KINDS,
  ENTRY_STATES,
  ORGANISATION_KINDS,
  SLOT_PURPOSES,
} from "../../db/vocabulary.ts";
import { DECISIONS } from "../entries/decisions.ts";
import { at, EntryQuery, entryRow, Localized } from "./shapes.ts";

// Teams and their entries, organisations, and what is handed in beside submissions.

const role = z.enum(["captain", "member", "advisor"]);
const word = z.string().max(2000);
const lack = z.object({ reason: z.string(), message: z.string() });
const paged = { page: z.number().int(), pages: z.number().int() };

export const OwnEntry = z
  .object({
    id: z.string(),
    teamId: z.string(),
    teamName: z.string(),
    kind: z.enum(ENTRY_KINDS),
    state: z.enum(ENTRY_STATES),
    stateReason: z.string().nullable(),
    code: z.string().nullable(),
    role,
    inviteCode: z.string(),
    memberChangesUsed: z.number().int(),
    track: z.object({ code: z.string(), name: Localized }).nullable(),
    organisation: z.object({ slug: z.string(), name: Localized }).nullable(),
    members: z.array(
      z.object({ personId: z.string(), name: z.string(), role, joinedAt: at, verified: z.boolean() }),
    ),
    lacks: z.array(lack).meta({ description: "What it needs before it can be accepted" }),
    rulesToAccept: z
      .object({ version: z.number().int(), notes: z.array(z.string()) })
      .nullable()
      .meta({ description: "Newer rules than the team has accepted" }),
    invitations: z
      .array(
        z.object({
          id: z.string(),
          email: z.string(),
          role,
          replaces: z.string().nullable(),
          expiresAt: at,
        }),
      )
      .meta({ description: "Open ones, for its captain" }),
    merges: z
      .array(
        z.object({
          id: z.string(),
          team: z.string(),
          code: z.string().nullable(),
          proposedByUs: z.boolean(),
        }),
      )
      .meta({ description: "Proposals to become one team" }),
    others: z
      .array(z.object({ id: z.string(), teamName: z.string(), state: z.enum(ENTRY_STATES) }))
      .meta({ description: "Your other entries here" }),
  })
  .meta({ id: "OwnEntry" });

export const AcceptRulesBody = z.object({ rulesVersion: z.number().int() });
export const TeamNameBody = z.object({ teamName: z.string().max(200) });
export const CaptainBody = z.object({ personId: z.uuid() });
export const WithdrawBody = z.object({
  confirmed: z.boolean().default(false).meta({ description: "It cannot be taken back by the team" }),
});
export const InviteBody = z.object({
  email: z.string().max(254),
  role: z.enum(["member", "advisor"]).default("member"),
  replaces: z.uuid().optional().meta({ description: "The member whose place is offered" }),
});
export const JoinBody = z.object({ acceptRules: z.boolean().default(false) });
export const TeamJoined = z.object({
  teamId: z.string(),
  competition: z.string().nullable().meta({ description: "Its slug" }),
});
export const Invited = z
  .object({
    teamName: z.string(),
    competition: z.string(),
    title: Localized,
    members: z.array(z.object({ name: z.string(), role })),
    isMember: z.boolean(),
  })
  .meta({ id: "Invited" });
export const MergeBody = z.object({ code: z.string().max(40).meta({ description: "The other team's" }) });
export const InviteCode = z.object({ inviteCode: z.string() });

// Entries, for organisers

export const EntriesQuery = z.object({
  q: z.string().max(100).optional().meta({ description: "In names, codes and addresses" }),
  state: z.enum(ENTRY_STATES).optional(),
  track: z.string().max(40).optional(),
  organisation: z.uuid().optional(),
  page: z.coerce.number().int().min(1).default(1),
});
export const EntriesExportQuery = EntriesQuery.omit({ page: true }).extend({
  format: z.enum(["csv", "xlsx"]).default("csv"),
});
export const EntryReview = z
  .object({
    ...entryRow,
    submissions: z.number().int(),
    rulesVersion: z.number().int(),
    memberChangesUsed: z.number().int(),
    people: z.array(
      z.object({
        personId: z.string(),
        name: z.string(),
        email: z.string(),
        role,
        membership: z.string().nullable(),
        degreeLevel: z.enum(DEGREE_LEVELS).nullable(),
        department: z.string().nullable(),
        memberNumber: z.string().nullable(),
      }),
    ),
    proofs: z.array(
      z.object({
        id: z.string().meta({ description: "Of the receipt" }),
        title: Localized,
        fileName: z.string(),
        createdAt: at,
      }),
    ),
    lacks: z.array(lack),
    decisions: z.array(z.enum(DECISIONS)).meta({ description: "What may be decided now" }),
    history: z.array(
      z.object({ at, by: z.string().nullable(), said: z.string(), reason: z.string().nullable() }),
    ),
  })
  .meta({ id: "EntryReview" });
export const DecisionBody = z.object({
  state: z.enum(DECISIONS),
  reason: word.default("").meta({ description: "The team reads it; needed unless it is accepted" }),
  confirmed: z.boolean().default(false).meta({ description: "Disqualifying takes effect only with true" }),
});
export const AcceptSeveralBody = z.object({ entryIds: z.array(z.uuid()).min(1).max(200) });
export const AcceptedSeveral = z.object({ accepted: z.number().int(), left: z.number().int() });
export const TrackChoice = z.object({ track: z.string().max(40).meta({ description: "Its code" }) });
export const OwnEntryBody = z.object({
  kind: z.enum(["baseline", "reference"]),
  teamName: z.string().max(200),
  track: z.string().max(40).optional(),
});

// Organisations

export const FindQuery = z.object({ q: z.string().min(1).max(100) });
const organisation = {
  id: z.string(),
  slug: z.string(),
  kind: z.enum(ORGANISATION_KINDS),
  name: Localized,
  approved: z.boolean(),
};
export const Organisations = z.object({
  organisations: z.array(z.object(organisation).meta({ id: "OrganisationRow" })),
});
export const Organisation = z
  .object({ ...organisation, mailDomains: z.array(z.string()), members: z.number().int() })
  .meta({ id: "Organisation" });
export const OrganisationBody = z.object({ name: z.string().max(400), kind: z.enum(ORGANISATION_KINDS) });
export const OrganisationMade = z.object({ id: z.string(), slug: z.string() });
export const OrganisationChange = z.object({
  name: Localized,
  kind: z.enum(ORGANISATION_KINDS),
  mailDomains: z.array(z.string().max(253)).max(50).default([]),
});
export const MembershipBody = z.object({
  degreeLevel: z.enum(DEGREE_LEVELS).optional(),
  department: word.default(""),
  memberNumber: word.default(""),
});
export const ProofQuery = MembershipBody.extend({ fileName: z.string().max(200).default("proof") });
export const Belonging = z.object({
  verified: z.boolean().meta({ description: "Else it waits for somebody who verifies" }),
});
export const Memberships = z.object({
  memberships: z.array(
    z
      .object({
        ...organisation,
        state: z.enum(["pending", "verified", "refused"]),
        method: z.string().nullable(),
        degreeLevel: z.enum(DEGREE_LEVELS).nullable(),
        department: z.string().nullable(),
        memberNumber: z.string().nullable(),
        documentName: z.string().nullable(),
        reason: z.string().nullable(),
      })
      .meta({ id: "Membership" }),
  ),
});
export const WaitingMemberships = z.object({
  memberships: z.array(
    z.object({
      organisationId: z.string(),
      organisation: Localized,
      approved: z.boolean(),
      personId: z.string(),
      name: z.string(),
      email: z.string(),
      degreeLevel: z.enum(DEGREE_LEVELS).nullable(),
      department: z.string().nullable(),
      memberNumber: z.string().nullable(),
      documentName: z.string().nullable(),
      createdAt: at,
    }),
  ),
  newOrganisations: z.array(z.object(organisation)),
  total: z.number().int(),
  ...paged,
});
export const MembershipDecision = z.object({
  state: z.enum(["verified", "refused"]),
  reason: word.default(""),
});

// Deliverables

const receipt = {
  id: z.string(),
  version: z.number().int(),
  fileName: z.string(),
  size: z.number().int(),
  sha256: z.string(),
  createdAt: at,
  person: z.string().nullable(),
};
export const DeliverQuery = EntryQuery.extend({ fileName: z.string().min(1).max(200) });
export const DeliverUploadBody = EntryQuery.extend({
  uploadId: z.string().max(64).meta({ description: "A whole resumable upload: the end of its address" }),
});
export const Delivered = z.object({ id: z.string(), version: z.number().int() });
export const Receipt = z
  .object({
    ...receipt,
    slotId: z.string(),
    slot: Localized,
    competition: z.string(),
    teamName: z.string(),
    code: z.string().nullable(),
    newest: z.boolean(),
  })
  .meta({ id: "Receipt" });
const slot = {
  id: z.string(),
  title: Localized,
  description: Localized,
  purpose: z.enum(SLOT_PURPOSES),
  required: z.boolean(),
  dueAt: at.nullable(),
  extensions: z.array(z.string()),
  maxBytes: z.number().int(),
};
export const Deliverables = z.object({
  slots: z.array(
    z
      .object({
        ...slot,
        names: z.array(z.string()).meta({ description: "What the file has to be called; empty is anything" }),
        state: z.enum(["handedIn", "missing", "closed"]),
        refusal: lack.nullable().meta({ description: "Why nothing can be handed in now" }),
        receipts: z.array(z.object(receipt)),
      })
      .meta({ id: "TeamSlot" }),
  ),
});
export const SlotBody = z.object({
  title: Localized,
  description: Localized.default({}),
  trackId: z.uuid().nullable().default(null),
  purpose: z.enum(SLOT_PURPOSES).default("work"),
  extensions: z
    .array(z.string().regex(/^[a-z0-9]{1,10}$/))
    .max(50)
    .default([]),
  maxBytes: z.number().int().min(1),
  namePattern: z
    .string()
    .trim()
    .min(1)
    .nullable()
    .default(null)
    .meta({ description: "With {code}, {team} and {slot} for what is filled in" }),
  required: z.boolean().default(false),
  dueAt: z.iso
    .datetime({ offset: true })
    .transform((text) => new Date(text))
    .nullable()
    .default(null),
  remindHours: z
    .array(
      z
        .number()
        .int()
        .min(1)
        .max(24 * 60),
    )
    .max(6)
    .default([]),
});
export const Slots = z.object({
  slots: z.array(
    z
      .object({
        ...slot,
        position: z.number().int(),
        track: z.string().nullable(),
        namePattern: z.string().nullable(),
        remindHours: z.array(z.number().int()),
        handedIn: z.number().int().meta({ description: "Teams" }),
      })
      .meta({ id: "Slot" }),
  ),
});
export const ReceiptsQuery = z.object({
  incomplete: z.stringbool().default(false).meta({ description: "Only teams that lack a required file" }),
  page: z.coerce.number().int().min(1).default(1),
});
export const TeamReceipts = z.object({
  teams: z.array(
    z.object({
      entryId: z.string(),
      code: z.string().nullable(),
      state: z.enum(ENTRY_STATES),
      teamName: z.string(),
      files: z.array(
        z.object({
          id: z.string(),
          slotId: z.string(),
          version: z.number().int(),
          size: z.number().int(),
          createdAt: at,
        }),
      ),
    }),
  ),
  total: z.number().int(),
  ...paged,
});
export const Nudged = z.object({ teams: z.number().int() });
