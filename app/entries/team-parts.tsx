import { Form } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import type { Localized } from "../../db/vocabulary.ts";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { Checkbox, Field, Select } from "../ui/field.tsx";
import { Section } from "../ui/page.tsx";
import { Time } from "../ui/time.tsx";
import { useRoot } from "../ui/use-root.tsx";
import { useSentence } from "../ui/use-sentence.tsx";
import { localized } from "../web/format.ts";
import type { Refusal } from "../web/outcome.ts";

type Role = "captain" | "member" | "advisor";
type Own = {
  id: string;
  teamId: string;
  teamName: string;
  role: Role;
  members: { personId: string; name: string; role: Role }[];
};
type Answer = { refusal: Refusal; typed: Record<string, string> } | undefined;

/** What was typed into the form that was refused, and what is wrong with one of its fields. */
function useAnswer(answer: Answer, what: string) {
  const say = useSentence();
  const mine = answer?.typed.what === what ? answer : undefined;
  return {
    typed: mine?.typed,
    wrong: (field: string) => (mine?.refusal.field === field ? say(mine.refusal) : undefined),
  };
}

function Which({ entry }: { entry: Own }) {
  return (
    <>
      <input type="hidden" name="entryId" value={entry.id} />
      <input type="hidden" name="teamId" value={entry.teamId} />
    </>
  );
}

export function MemberList({ entry, verified, manage }: { entry: Own; verified: string[]; manage: boolean }) {
  const { t } = useTranslation();
  return (
    <Section title={t("teams.show.members")}>
      <ul className="flex flex-col divide-y divide-line rounded-2xl border border-line bg-surface">
        {entry.members.map((m) => (
          <li
            key={m.personId}
            className="flex min-h-16 flex-wrap items-center justify-between gap-x-4 gap-y-2 px-5 py-3"
          >
            <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <bdi className="break-words font-semibold">{m.name}</bdi>
              <span className="text-sm text-muted">{t(`teams.show.${m.role}`)}</span>
              {verified.includes(m.personId) && <Badge tone="good">{t("teams.show.verified")}</Badge>}
            </span>
            {manage && m.role !== "captain" && (
              <Form method="post" className="flex flex-wrap gap-2">
                <Which entry={entry} />
                <input type="hidden" name="personId" value={m.personId} />
                {m.role === "member" && (
                  <Button
                    type="submit"
                    name="what"
                    value="captain"
                    variant="quiet"
                    size="small"
                    aria-label={t("teams.show.makeCaptainName", { name: m.name })}
                  >
                    {t("teams.show.makeCaptain")}
                  </Button>
                )}
                <Button
                  type="submit"
                  name="what"
                  value="remove"
                  variant="danger"
                  size="small"
                  aria-label={t("teams.show.removeName", { name: m.name })}
                >
                  {t("teams.show.remove")}
                </Button>
              </Form>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}

export function InviteByMail({
  entry,
  invitations,
  days,
  advisors,
  answer,
}: {
  entry: Own;
  invitations: {
    id: string;
    email: string;
    role: Role;
    replaces: string | null;
    expiresAt: string | Date;
  }[];
  days: number;
  advisors: boolean;
  answer: Answer;
}) {
  const { t } = useTranslation();
  const { typed, wrong } = useAnswer(answer, "invite");
  const others = entry.members.filter((m) => m.role !== "captain");
  return (
    <Section title={t("teams.show.inviteByMail")}>
      <Form method="post" className="flex max-w-xl flex-col gap-5">
        <Which entry={entry} />
        <Field
          name="email"
          type="email"
          required
          autoComplete="off"
          defaultValue={typed?.email}
          label={t("teams.show.email")}
          hint={t("teams.show.inviteByMailHint", { days })}
          error={wrong("email")}
        />
        {advisors && (
          <Select name="role" defaultValue={typed?.role ?? "member"} label={t("teams.show.role")}>
            <option value="member">{t("teams.show.member")}</option>
            <option value="advisor">{t("teams.show.advisor")}</option>
          </Select>
        )}
        {others.length > 0 && (
          <Select
            name="replaces"
            defaultValue={typed?.replaces ?? ""}
            label={t("teams.show.replaces")}
            error={wrong("replaces")}
          >
            <option value="">{t("teams.show.replacesNobody")}</option>
            {others.map((m) => (
              <option key={m.personId} value={m.personId}>
                {m.name}
              </option>
            ))}
          </Select>
        )}
        <div>
          <Button type="submit" name="what" value="invite">
            {t("teams.show.send")}
          </Button>
        </div>
      </Form>
      {invitations.length > 0 && (
        <div className="flex flex-col gap-3">
          <h3 className="font-semibold">{t("teams.show.openInvitations")}</h3>
          <ul className="flex flex-col gap-3">
            {invitations.map((i) => (
              <li key={i.id} className="flex flex-wrap items-center gap-x-4 gap-y-2">
                <span className="break-all">{i.email}</span>
                <span className="text-sm text-muted">
                  {t(`teams.show.${i.role}`)}
                  {i.replaces && ` · ${t("teams.show.insteadOf", { name: i.replaces })}`} ·{" "}
                  {t("teams.show.until")} <Time at={i.expiresAt} />
                </span>
                <Form method="post">
                  <Which entry={entry} />
                  <input type="hidden" name="invitationId" value={i.id} />
                  <Button
                    type="submit"
                    name="what"
                    value="revoke"
                    variant="quiet"
                    size="small"
                    aria-label={t("teams.show.revokeEmail", { email: i.email })}
                  >
                    {t("teams.show.revoke")}
                  </Button>
                </Form>
              </li>
            ))}
          </ul>
        </div>
      )}
    </Section>
  );
}

export function InviteLink({ entry, invite, turn }: { entry: Own; invite: string; turn: boolean }) {
  const { t } = useTranslation();
  return (
    <Form method="post" className="flex max-w-xl flex-col items-start gap-4">
      <Which entry={entry} />
      <div className="w-full">
        <Field
          readOnly
          name="invite"
          value={invite}
          label={t("teams.show.invite")}
          hint={t("teams.show.inviteHint")}
        />
      </div>
      <div className="flex flex-wrap gap-3">
        <CopyButton text={invite} />
        {turn && (
          <Button type="submit" name="what" value="turn" variant="quiet" size="small">
            {t("teams.show.turn")}
          </Button>
        )}
      </div>
    </Form>
  );
}

export function RenamePart({ entry, answer }: { entry: Own; answer: Answer }) {
  const { t } = useTranslation();
  const { typed, wrong } = useAnswer(answer, "rename");
  return (
    <Section title={t("teams.show.rename")}>
      <Form method="post" className="flex max-w-xl flex-col items-start gap-4">
        <Which entry={entry} />
        <div className="w-full">
          <Field
            name="teamName"
            required
            maxLength={120}
            defaultValue={typed?.teamName ?? entry.teamName}
            label={t("entries.join.teamName")}
            error={wrong("teamName")}
          />
        </div>
        <Button type="submit" name="what" value="rename" variant="quiet">
          {t("teams.show.save")}
        </Button>
      </Form>
    </Section>
  );
}

export function MergePart({
  entry,
  merges,
  ask,
  answer,
}: {
  entry: Own;
  merges: { id: string; other: string; code: string | null; mine: boolean; goes: GoesOver }[];
  ask: boolean;
  answer: Answer;
}) {
  const { t } = useTranslation();
  const { typed, wrong } = useAnswer(answer, "propose");
  const captain = entry.role === "captain";
  return (
    <Section title={t("entries.team.mergeTitle")}>
      {merges.map((m) => (
        <div
          key={m.id}
          className="flex flex-wrap items-center justify-between gap-4 rounded-2xl border border-line bg-surface px-5 py-4"
        >
          <p>
            {t(m.mine ? "entries.team.mergeOutgoing" : "entries.team.mergeIncoming", {
              team: m.other,
              code: m.code ?? "–",
            })}
          </p>
          <MergePreview goes={m.goes} />
          {captain && (
            <Form method="post" className="flex flex-wrap gap-2">
              <Which entry={entry} />
              <input type="hidden" name="mergeId" value={m.id} />
              {!m.mine && (
                <Button type="submit" name="what" value="merge" size="small">
                  {t("entries.team.mergeAccept")}
                </Button>
              )}
              <Button type="submit" name="what" value="end-merge" variant="quiet" size="small">
                {t(m.mine ? "entries.team.mergeCancel" : "entries.team.mergeDecline")}
              </Button>
            </Form>
          )}
        </div>
      ))}
      {ask && !merges.some((m) => m.mine) && (
        <Form method="post" className="flex max-w-xl flex-col items-start gap-4">
          <Which entry={entry} />
          <p className="text-muted">{t("entries.team.mergeLead")}</p>
          <div className="w-full">
            <Field
              name="code"
              required
              autoComplete="off"
              defaultValue={typed?.code}
              label={t("entries.team.mergeCode")}
              error={wrong("code")}
            />
          </div>
          <Button type="submit" name="what" value="propose" variant="quiet">
            {t("entries.team.mergeAsk")}
          </Button>
        </Form>
      )}
    </Section>
  );
}

type GoesOver = {
  submissions: number;
  come: { slotId: string; title: Localized }[];
  history: { slotId: string; title: Localized }[];
  grants: { phaseId: string; phase: Localized; morePerDay: number; moreTotal: number }[];
};

/** What a merge would do with what the ending team has: told to both captains before one accepts. */
function MergePreview({ goes }: { goes: GoesOver }) {
  const { t } = useTranslation();
  const { locale } = useRoot();
  const named = (slots: GoesOver["come"]) =>
    slots.map(({ title }) => localized(title, locale)).join(t("entries.team.listComma"));
  return (
    <ul className="w-full list-disc pl-5 text-sm text-muted">
      <li>{t("entries.team.mergeSubmissions", { count: goes.submissions })}</li>
      {goes.come.length > 0 && <li>{t("entries.team.mergeCome", { list: named(goes.come) })}</li>}
      {goes.history.length > 0 && <li>{t("entries.team.mergeHistory", { list: named(goes.history) })}</li>}
      {goes.grants.map((grant) => (
        <li key={grant.phaseId}>
          {t("entries.team.mergeGrant", {
            phase: localized(grant.phase, locale),
            day: grant.morePerDay,
            total: grant.moreTotal,
          })}
        </li>
      ))}
    </ul>
  );
}

export function LeaveTeam({ entry, captain, answer }: { entry: Own; captain: boolean; answer: Answer }) {
  const { t } = useTranslation();
  const { wrong } = useAnswer(answer, "withdraw");
  return (
    <div className="flex flex-col items-start gap-6 border-t border-line pt-8">
      <Form method="post">
        <Which entry={entry} />
        <Button type="submit" name="what" value="leave" variant="danger">
          {t("teams.show.leave")}
        </Button>
      </Form>
      {captain && (
        <details open={wrong("confirmed") !== undefined} className="max-w-xl">
          <summary className="cursor-pointer font-semibold text-bad">
            {t("entries.team.withdrawTitle")}
          </summary>
          <Form method="post" className="flex flex-col items-start gap-4 pt-4">
            <Which entry={entry} />
            <p>{t("entries.team.withdrawLead")}</p>
            <Checkbox name="confirmed" label={t("entries.team.withdrawConfirm")} error={wrong("confirmed")} />
            <Button type="submit" name="what" value="withdraw" variant="danger">
              {t("entries.team.withdraw")}
            </Button>
          </Form>
        </details>
      )}
    </div>
  );
}
