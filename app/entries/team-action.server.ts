import type { Locale } from "../../db/vocabulary.ts";
import type { SignedInViewer } from "../people/viewer.ts";
import { turnInvite } from "../teams/turn-invite.server.ts";
import type { Outcome } from "../web/outcome.ts";
import { acceptRules } from "./accept-rules.server.ts";
import type { OnDecided } from "./decide.server.ts";
import { handOver } from "./hand-over.server.ts";
import { inviteByMail, revokeInvitation } from "./invite.server.ts";
import { leave, removeMember } from "./leave.server.ts";
import { acceptMerge, endProposal, proposeMerge } from "./merge.server.ts";
import { renameTeam } from "./rename.server.ts";
import { withdraw } from "./withdraw.server.ts";

export type TeamDone = "invited" | "saved" | "merged" | "proposed" | "rules";

/** What a form of the team page asks for: one command, and the word that is said when it was done. */
export async function actOnTeam(asked: {
  viewer: SignedInViewer;
  form: FormData;
  locale: Locale;
  now: Date;
  onDecided: OnDecided;
}): Promise<{ outcome: Outcome<unknown>; said: TeamDone | null; left?: boolean }> {
  const { viewer, form, locale, now, onDecided } = asked;
  const text = (name: string) => String(form.get(name) ?? "");
  const own = { viewer, entryId: text("entryId"), now };
  const team = { viewer, teamId: text("teamId"), now };
  const personId = text("personId");
  switch (form.get("what")) {
    case "turn":
      return { outcome: await turnInvite(team), said: "saved" };
    case "leave":
      return { outcome: await leave(team), said: null, left: true };
    case "remove":
      return { outcome: await removeMember({ ...team, personId }), said: "saved" };
    case "captain":
      return { outcome: await handOver({ ...own, personId }), said: "saved" };
    case "invite": {
      const role = text("role") === "advisor" ? "advisor" : "member";
      const replaces = text("replaces") || undefined;
      const outcome = await inviteByMail({ ...own, email: text("email"), role, replaces, locale });
      return { outcome, said: "invited" };
    }
    case "revoke":
      return {
        outcome: await revokeInvitation({ ...own, invitationId: text("invitationId") }),
        said: "saved",
      };
    case "rename":
      return { outcome: await renameTeam({ ...own, onDecided, teamName: text("teamName") }), said: "saved" };
    case "rules":
      return {
        outcome: await acceptRules({ ...own, rulesVersion: Number(text("rulesVersion")) }),
        said: "rules",
      };
    case "propose":
      return { outcome: await proposeMerge({ ...own, code: text("code") }), said: "proposed" };
    case "end-merge":
      return { outcome: await endProposal({ viewer, mergeId: text("mergeId"), now }), said: "saved" };
    case "merge":
      return {
        outcome: await acceptMerge({ viewer, mergeId: text("mergeId"), now, onDecided }),
        said: "merged",
      };
    default:
      return {
        outcome: await withdraw({ ...own, confirmed: form.get("confirmed") !== null, onDecided }),
        said: null,
      };
  }
}
