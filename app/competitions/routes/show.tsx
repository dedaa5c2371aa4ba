import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { Settings2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { entryOf, pendingEntries } from "../../entries/queries.server.ts";
import { viewerOf } from "../../people/viewer.server.ts";
import { Alert } from "../../ui/alert.tsx";
import { Badge } from "../../ui/badge.tsx";
import { LinkButton } from "../../ui/button.tsx";
import { Html } from "../../ui/html.tsx";
import { Page, Section } from "../../ui/page.tsx";
import { Time } from "../../ui/time.tsx";
import { useOwnZone } from "../../ui/use-own-zone.tsx";
import { useRoot } from "../../ui/use-root.tsx";
import { detectLocale } from "../../web/detect-locale.ts";
import { localized } from "../../web/format.ts";
import { sanitizePage } from "../../web/markdown.server.ts";
import { notFound } from "../../web/respond.server.ts";
import { tracksOf } from "../change-tracks.server.ts";
import { CompetitionLogo } from "../competition-logo.tsx";
import { CompetitionTabs } from "../competition-tabs.tsx";
import { PhaseTimeline } from "../phase-timeline.tsx";
import { competitionBySlug, downloadsOf } from "../queries.server.ts";
import { PhaseQuota } from "../quota-words.tsx";

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `${data?.title ?? ""} · Podium` }];

export const handle = { guests: { by: [] } };

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const viewer = await viewerOf(request);
  const locale = detectLocale(request);
  const now = new Date();
  const seen = (await competitionBySlug(viewer, params.slug ?? "", now)) ?? notFound();
  context.shows?.([`competition:${seen.id}`], [seen.nextDeadline]);
  const url = new URL(request.url);
  // An organiser may look at it with a participant's eyes.
  const asParticipant = seen.organises && url.searchParams.get("as") === "participant";
  const found = asParticipant ? { ...seen, organises: false } : seen;
  const [entry, pending] = await Promise.all([entryOf(viewer, found.id), pendingEntries(viewer, found.id)]);
  const tracks = await tracksOf(found.id);
  const part = url.pathname.replace(/\.data$/, "").split("/")[3] ?? "overview";
  const page = params.page === undefined ? null : (found.pages[Number(params.page)] ?? notFound());
  const html = page
    ? sanitizePage(localized(page.body, locale), page.format)
    : part === "rules"
      ? sanitizePage(localized(found.rules, locale), found.rulesFormat)
      : null;
  return {
    title: localized(found.title, locale),
    summary: localized(found.summary, locale),
    slug: found.slug,
    state: found.state,
    standing: found.standing,
    timeZone: found.timeZone,
    now,
    logo: found.logo !== null,
    reward: found.reward,
    contactEmail: found.contactEmail,
    organises: found.organises,
    asParticipant,
    pages: found.pages.map((p) => ({ position: p.position, title: p.title })),
    phases: found.phases.map((p) => ({
      position: p.position,
      name: p.name,
      description: p.description,
      state: p.state,
      startsAt: p.startsAt,
      endsAt: p.endsAt,
      maxPerDay: p.maxPerDay,
      maxPerMonth: p.maxPerMonth,
      maxTotal: p.maxTotal,
      judged: p.accepts.length > 0,
    })),
    tracks: tracks.map((track) => ({
      code: track.code,
      name: track.name,
      proposer: track.proposer,
      contact: track.contact,
      degreeLevels: track.degreeLevels,
      html: sanitizePage(localized(track.description, locale), "markdown"),
    })),
    downloads: downloadsOf(found).map(({ kind, position }) => ({ kind, position })),
    entry: entry && { state: entry.state, stateReason: entry.stateReason },
    pending,
    part,
    html,
    hasDeliverables: found.hasDeliverables,
    discussions: found.discussionsEnabled,
  };
}

export default function Competition() {
  const c = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const at = `/competitions/${c.slug}`;
  return (
    <Page
      title={c.title}
      lead={c.summary}
      eyebrow={
        <span className="flex items-center gap-4">
          {c.logo && <CompetitionLogo slug={c.slug} className="size-16" />}
          {t(`competitions.state.${c.state === "draft" ? "draft" : c.standing}`)}
        </span>
      }
      actions={
        <>
          {c.organises && (
            <LinkButton to={`${at}/manage`} variant="quiet">
              <Settings2 aria-hidden className="size-4" />
              {t("competitions.organise.open")}
            </LinkButton>
          )}
          <TakePart />
        </>
      }
    >
      {(c.state === "draft" || c.asParticipant) && (
        <Alert tone="warn">
          {t(c.asParticipant ? "competitions.organise.asParticipant" : "competitions.organise.draft")}{" "}
          <Link className="underline" to={`${at}/manage`}>
            {t("competitions.organise.back")}
          </Link>
        </Alert>
      )}
      <CompetitionTabs
        slug={c.slug}
        pages={c.pages}
        joined={c.entry !== null}
        deliverables={c.hasDeliverables}
        discussions={c.discussions}
      />
      {c.html !== null && <Html html={c.html} />}
      {c.part === "data" && <Downloads />}
      {c.part === "overview" && (
        <>
          <Phases />
          <Tracks />
          {c.reward && (
            <p>
              <strong>{t("competitions.show.reward")}:</strong> {c.reward}
            </p>
          )}
          {c.contactEmail && (
            <p>
              <strong>{t("competitions.show.contact")}:</strong>{" "}
              <a className="underline" href={`mailto:${c.contactEmail}`}>
                {c.contactEmail}
              </a>
            </p>
          )}
          {c.organises && c.pending > 0 && (
            <div>
              <LinkButton variant="quiet" to={`${at}/manage/entries?state=pending`}>
                {t("entries.manage.waiting", { count: c.pending })}
              </LinkButton>
            </div>
          )}
        </>
      )}
    </Page>
  );
}

/** What the viewer may do next: hand in, wait for the organisers' word, or join. */
function TakePart() {
  const c = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const at = `/competitions/${c.slug}`;
  if (c.entry && c.entry.state !== "accepted")
    return <Badge tone="warn">{t(`entries.state.${c.entry.state}`)}</Badge>;
  if (c.entry)
    return c.standing === "open" ? (
      <LinkButton to={`${at}/submit`}>{t("competitions.show.submit")}</LinkButton>
    ) : null;
  return c.state === "published" && c.standing !== "closed" ? (
    <LinkButton to={`${at}/join`}>{t("competitions.show.join")}</LinkButton>
  ) : null;
}

function Phases() {
  const { phases, timeZone, now } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const root = useRoot();
  const viewers = useOwnZone();
  const own = viewers !== timeZone ? viewers : null;
  const tones = { open: "good", upcoming: "info", closed: "neutral" } as const;
  return (
    <Section title={t("competitions.show.phases")}>
      {phases.length > 1 && <PhaseTimeline phases={phases} timeZone={timeZone} now={now} />}
      <ol className="flex flex-col gap-6 border-l-2 border-line pl-6">
        {phases.map((p) => (
          <li key={p.position} className="flex flex-col gap-2">
            <h3 className="flex flex-wrap items-center gap-3 font-display text-lg font-semibold">
              {localized(p.name, root.locale)}
              <Badge tone={tones[p.state]}>{t(`competitions.state.${p.state}`)}</Badge>
            </h3>
            {[timeZone, ...(own ? [own] : [])].map((zone) => (
              <p key={zone} className={zone === own ? "text-sm text-muted" : undefined}>
                <Time at={p.startsAt} style="datetime" timeZone={zone} /> –{" "}
                {p.endsAt ? (
                  <Time at={p.endsAt} style="datetime" timeZone={zone} />
                ) : (
                  t("competitions.show.noEnd")
                )}
                {zone === own && ` · ${t("competitions.show.yourTime", { timeZone: zone })}`}
              </p>
            ))}
            <p className="text-muted">{localized(p.description, root.locale)}</p>
            {p.judged && (
              <p className="text-sm text-muted">
                <PhaseQuota {...p} />
              </p>
            )}
          </li>
        ))}
      </ol>
    </Section>
  );
}

function Tracks() {
  const { tracks } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const { locale } = useRoot();
  if (tracks.length === 0) return null;
  return (
    <Section title={t("manage.sections.tracks")}>
      <ul className="flex flex-col gap-4">
        {tracks.map((track) => (
          <li key={track.code} className="flex flex-col gap-2 rounded-2xl border border-line bg-surface p-6">
            <h3 className="flex flex-wrap items-center gap-3 font-display text-lg font-semibold">
              <Badge>{track.code}</Badge>
              <span className="min-w-0 break-words">{localized(track.name, locale)}</span>
            </h3>
            <p className="text-sm text-muted">
              {[
                track.proposer,
                ...track.degreeLevels.map((level) => t(`editor.degrees.${level}`)),
                track.contact,
              ]
                .filter(Boolean)
                .join(" · ")}
            </p>
            <Html html={track.html} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Downloads() {
  const { downloads, slug } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  if (downloads.length === 0) return <p className="text-muted">{t("competitions.show.noFiles")}</p>;
  return (
    <ul className="flex flex-col gap-3">
      {downloads.map((d) => (
        <li key={`${d.kind} ${d.position}`}>
          <a className="underline" href={`/competitions/${slug}/files/${d.kind}?n=${d.position}`} download>
            {t(`competitions.files.${d.kind}`)}
            {downloads.some((o) => o.kind === d.kind && o !== d) && ` ${d.position + 1}`}
          </a>
        </li>
      ))}
    </ul>
  );
}
