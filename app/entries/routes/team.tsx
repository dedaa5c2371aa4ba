import {
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { webConfig } from "../../../config.ts";
import { CompetitionTabs } from "../../competitions/competition-tabs.tsx";
import { competitionBySlug } from "../../competitions/queries.server.ts";
import { followEntry } from "../../leaderboards/follow-entry.server.ts";
import { signedIn } from "../../people/viewer.server.ts";
import { teamsLocked } from "../../teams/membership.ts";
import { Alert } from "../../ui/alert.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { FormError } from "../../ui/field.tsx";
import { Page } from "../../ui/page.tsx";
import { useSentence } from "../../ui/use-sentence.tsx";
import { detectLocale } from "../../web/detect-locale.ts";
import { localized } from "../../web/format.ts";
import { notFound, respondTyped } from "../../web/respond.server.ts";
import { EntryChoice } from "../entry-choice.tsx";
import { entriesOf, entryOf, rulesToAccept, teamDetails } from "../queries.server.ts";
import { actOnTeam } from "../team-action.server.ts";
import { InviteByMail, InviteLink, LeaveTeam, MemberList, MergePart, RenamePart } from "../team-parts.tsx";

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `${data?.title ?? ""} · Podium` }];

const DONE = ["invited", "saved", "merged", "proposed", "rules"] as const;

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await signedIn(request);
  const now = new Date();
  const { searchParams } = new URL(request.url);
  const found = (await competitionBySlug(viewer, params.slug ?? "", now)) ?? notFound();
  const entry = await entryOf(viewer, found.id, undefined, searchParams.get("entry"));
  if (!entry) throw redirect(`/competitions/${found.slug}/join`);
  const [details, rules, all] = await Promise.all([
    teamDetails(entry, found, now),
    rulesToAccept(viewer, found.id, entry.id),
    entriesOf(viewer, found.id),
  ]);
  const locale = detectLocale(request);
  return {
    title: localized(found.title, locale),
    slug: found.slug,
    pages: found.pages.map((p) => ({ position: p.position, title: p.title })),
    hasDeliverables: found.hasDeliverables,
    discussions: found.discussionsEnabled,
    entry,
    details,
    track: details.track && `${details.track.code} · ${localized(details.track.name, locale)}`,
    school: details.school && { ...details.school, name: localized(details.school.name, locale) },
    entries: all,
    rules,
    invite: new URL(`/teams/${entry.inviteCode}`, webConfig().PUBLIC_URL).href,
    days: webConfig().TEAM_INVITATION_DAYS,
    locked: teamsLocked(found, now)
      ? { max: found.memberChanges + entry.memberChangesGranted, used: entry.memberChangesUsed }
      : null,
    advisors: found.maxAdvisors > 0,
    mayMerge: found.mergeUntil !== null && now < found.mergeUntil && !teamsLocked(found, now),
    done: DONE.find((word) => word === searchParams.get("done")) ?? null,
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = await signedIn(request);
  const form = await request.formData();
  const locale = detectLocale(request);
  const { outcome, said, left } = await actOnTeam({
    viewer,
    form,
    locale,
    now: new Date(),
    onDecided: followEntry,
  });
  if (!outcome.ok) return respondTyped(outcome.refusal, form);
  if (left) return redirect(`/competitions/${params.slug}`);
  // A team that ended by merging has no page of its own any more.
  const same = form.get("what") === "merge" ? "" : `entry=${form.get("entryId") ?? ""}&`;
  return redirect(`/competitions/${params.slug}/team?${same}done=${said ?? ""}`);
}

export default function Team() {
  const c = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { t } = useTranslation();
  const say = useSentence();
  const { entry, details } = c;
  const captain = entry.role === "captain";
  const active = entry.state === "accepted" || entry.state === "pending";
  const atField = answer?.refusal.field !== undefined;
  return (
    <Page eyebrow={<Link to={`/competitions/${c.slug}`}>{c.title}</Link>} title={<bdi>{entry.teamName}</bdi>}>
      <CompetitionTabs
        slug={c.slug}
        pages={c.pages}
        joined
        deliverables={c.hasDeliverables}
        discussions={c.discussions}
        entry={c.entries.length > 1 ? entry.id : undefined}
      />
      <EntryChoice entries={c.entries} shown={entry.id} />
      {answer && !atField && <FormError>{say(answer.refusal)}</FormError>}
      {c.done && !answer && <Alert tone="good">{t(`teams.show.done.${c.done}`)}</Alert>}
      <div className="flex flex-wrap items-center gap-x-5 gap-y-2">
        <Badge tone={entry.state === "accepted" ? "good" : "warn"}>{t(`entries.state.${entry.state}`)}</Badge>
        {entry.kind !== "team" && <Badge>{t(`entries.kind.${entry.kind}`)}</Badge>}
        {entry.code && (
          <span>
            {t("entries.team.code")} <strong className="font-mono">{entry.code}</strong>
          </span>
        )}
        {c.track && <span>{c.track}</span>}
        {c.school && (
          <Link className="underline" to={`/organisations/${c.school.slug}`}>
            {c.school.name}
          </Link>
        )}
      </div>
      {entry.stateReason && <p className="max-w-3xl whitespace-pre-line">{entry.stateReason}</p>}
      {entry.state === "pending" && details.lacks.length === 0 && (
        <p className="max-w-3xl text-muted">{t("entries.team.pending")}</p>
      )}
      {details.lacks.length > 0 && (
        <Alert tone="warn" title={t("entries.team.lacksTitle")}>
          <ul className="list-disc pl-5">
            {details.lacks.map((lack) => (
              <li key={lack.reason}>{say(lack)}</li>
            ))}
          </ul>
        </Alert>
      )}
      {c.rules && active && (
        <Alert tone="warn" title={t("entries.team.rulesTitle")}>
          <p>{t("entries.team.rulesText", { old: c.rules.accepted, new: c.rules.version })}</p>
          {c.rules.notes.length > 0 && (
            <ul className="list-disc pl-5">
              {c.rules.notes.map((note) => (
                <li key={note}>{note}</li>
              ))}
            </ul>
          )}
          <Form method="post" className="flex flex-wrap items-center gap-4 pt-3">
            <input type="hidden" name="entryId" value={entry.id} />
            <input type="hidden" name="rulesVersion" value={c.rules.version} />
            <Link className="font-semibold underline" to={`/competitions/${c.slug}/rules`}>
              {t("entries.team.readRules")}
            </Link>
            <Button type="submit" name="what" value="rules" size="small">
              {t("entries.team.acceptRules")}
            </Button>
          </Form>
        </Alert>
      )}
      <MemberList entry={entry} verified={details.verified} manage={captain && active} />
      {c.locked && active && (
        <Alert>
          {t("teams.show.locked", { left: Math.max(0, c.locked.max - c.locked.used), max: c.locked.max })}
        </Alert>
      )}
      {captain && active && (
        <InviteByMail
          entry={entry}
          invitations={details.invitations}
          days={c.days}
          advisors={c.advisors}
          answer={answer}
        />
      )}
      {active && !c.locked && <InviteLink entry={entry} invite={c.invite} turn={captain} />}
      {captain && active && <RenamePart entry={entry} answer={answer} />}
      {active && (c.mayMerge || details.merges.length > 0) && (
        <MergePart entry={entry} merges={details.merges} ask={captain && c.mayMerge} answer={answer} />
      )}
      {active && <LeaveTeam entry={entry} captain={captain} answer={answer} />}
    </Page>
  );
}
