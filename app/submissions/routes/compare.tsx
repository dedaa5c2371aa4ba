import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Link, useLoaderData } from "@remix-run/react";
import { clsx } from "clsx";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { signedIn } from "../../people/viewer.server.ts";
import { Badge } from "../../ui/badge.tsx";
import { LinkButton } from "../../ui/button.tsx";
import { Page, Section } from "../../ui/page.tsx";
import { Table, Td, Th, Tr } from "../../ui/table.tsx";
import { Time } from "../../ui/time.tsx";
import { useRoot } from "../../ui/use-root.tsx";
import { formatBytes, formatDuration, formatScore, localized } from "../../web/format.ts";
import { notFound } from "../../web/respond.server.ts";
import { type ChangedFile, comparison } from "../compare.server.ts";
import { StateBadge } from "../state-badge.tsx";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? `#${data.a.number} · #${data.b.number} · Podium` : "Podium" },
  { name: "robots", content: "noindex" },
];

export async function loader({ request }: LoaderFunctionArgs) {
  const viewer = await signedIn(request);
  // A list's ticked boxes come as two of the same name, the newer first.
  const query = new URL(request.url).searchParams;
  const [newer, older] = query.getAll("s");
  return (
    (await comparison(viewer, query.get("a") ?? older ?? "", query.get("b") ?? newer ?? "")) ?? notFound()
  );
}

const TONES = { better: "good", worse: "bad", same: "neutral" } as const;

export default function Compare() {
  const { a, b, scores, files } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const { locale } = useRoot();
  const several = new Set(scores.map((row) => JSON.stringify(row.taskName))).size > 1;
  const sides = [a, b];
  const heads = sides.map((side) => (
    <Th key={side.id}>
      <Link to={`/submissions/${side.id}`} className="text-accent hover:underline">
        #{side.number}
      </Link>
    </Th>
  ));
  const line = (label: ReactNode, cell: (side: (typeof sides)[number]) => ReactNode) => (
    <Tr>
      <Td className="whitespace-nowrap text-muted">{label}</Td>
      {sides.map((side) => (
        <Td key={side.id} className="min-w-40 break-words">
          {cell(side) ?? "–"}
        </Td>
      ))}
    </Tr>
  );
  const used = (side: (typeof sides)[number], step: "prediction" | "scoring") =>
    side.runs.flatMap((run) => run.attempt?.facts?.[step] ?? []);
  const sum = (values: (number | null)[]) =>
    values.length === 0 || values.includes(null)
      ? null
      : values.reduce<number>((all, value) => all + (value ?? 0), 0);
  const wall = (side: (typeof sides)[number], step: "prediction" | "scoring") => {
    const ms = sum(used(side, step).map(({ wallMs }) => wallMs));
    return ms === null ? null : formatDuration(ms, locale);
  };
  const memory = (side: (typeof sides)[number]) => {
    const peaks = (["prediction", "scoring"] as const).flatMap((step) =>
      used(side, step).flatMap(({ peakMemoryBytes }) => peakMemoryBytes ?? []),
    );
    return peaks.length === 0 ? null : formatBytes(Math.max(...peaks), locale);
  };
  return (
    <Page
      width="wide"
      eyebrow={
        <Link
          to={`/competitions/${a.competition.slug}/submissions?entry=${a.entryId}`}
          className="hover:underline"
        >
          {localized(a.competition.title, locale)}
        </Link>
      }
      title={t("submissions.compare.title")}
      lead={`#${a.number} → #${b.number}`}
      actions={
        <LinkButton variant="quiet" size="small" to={`/submissions/compare?a=${b.id}&b=${a.id}`}>
          {t("submissions.compare.swap")}
        </LinkButton>
      }
    >
      {scores.length > 0 && (
        <Section title={t("submissions.compare.scores")}>
          <Table caption={t("submissions.compare.scores")}>
            <thead>
              <tr>
                {several && <Th>{t("submissions.show.task")}</Th>}
                <Th>{t("submissions.show.metric")}</Th>
                <Th numeric>#{a.number}</Th>
                <Th numeric>#{b.number}</Th>
                <Th numeric>{t("submissions.compare.delta")}</Th>
              </tr>
            </thead>
            <tbody>
              {scores.map((row) => (
                <Tr key={`${JSON.stringify(row.taskName)} ${row.key}`}>
                  {several && <Td>{localized(row.taskName, locale)}</Td>}
                  <Td>
                    {row.title}
                    <span className="block text-sm text-muted">
                      {t(row.sorting === "desc" ? "submissions.show.better" : "submissions.show.lower")}
                    </span>
                  </Td>
                  {[row.a, row.b].map((value, side) => (
                    <Td
                      key={side}
                      numeric
                      className="font-display text-lg font-semibold"
                      title={value ?? undefined}
                    >
                      {value === null ? "–" : formatScore(value, row.precision)}
                    </Td>
                  ))}
                  <Td numeric title={row.delta ?? undefined}>
                    {row.delta === null ? (
                      "–"
                    ) : (
                      <span className="inline-flex items-center gap-3">
                        {`${row.delta.startsWith("-") ? "" : "+"}${formatScore(row.delta, row.precision)}`}
                        {row.verdict && (
                          <Badge tone={TONES[row.verdict]}>{t(`submissions.compare.${row.verdict}`)}</Badge>
                        )}
                      </span>
                    )}
                  </Td>
                </Tr>
              ))}
            </tbody>
          </Table>
        </Section>
      )}
      <Section title={t("submissions.compare.about")}>
        <Table caption={t("submissions.compare.about")}>
          <thead>
            <tr>
              <Th>
                <span className="sr-only">{t("submissions.compare.about")}</span>
              </Th>
              {heads}
            </tr>
          </thead>
          <tbody>
            {line(t("submissions.list.state"), (side) => (
              <StateBadge state={side.state} />
            ))}
            {a.teamName !== b.teamName && line(t("submissions.list.team"), (side) => side.teamName)}
            {line(t("submissions.list.phase"), (side) => localized(side.phase.name, locale))}
            {line(t("submissions.list.at"), (side) => (
              <Time at={side.submittedAt} timeZone={side.competition.timeZone} />
            ))}
            {line(t("submissions.show.by"), (side) => side.personName)}
            {line(t("submissions.list.file"), (side) => side.fileName)}
            {line(t("submissions.show.note"), (side) =>
              side.note ? <span className="whitespace-pre-wrap">{side.note}</span> : null,
            )}
            {line(`${t("submissions.show.wall")} (${t("submissions.show.prediction")})`, (side) =>
              wall(side, "prediction"),
            )}
            {line(`${t("submissions.show.wall")} (${t("submissions.show.scoringStep")})`, (side) =>
              wall(side, "scoring"),
            )}
            {line(t("submissions.show.memory"), memory)}
            {[...new Set(sides.flatMap((side) => side.facts.map(({ key }) => key)))].map((key) => {
              const title = sides.flatMap((side) => side.facts).find((fact) => fact.key === key)?.title;
              return (
                <Tr key={key}>
                  <Td className="text-muted">{title}</Td>
                  {sides.map((side) => {
                    const answer = side.facts.find((fact) => fact.key === key)?.answer;
                    return (
                      <Td key={side.id} className="break-words">
                        {typeof answer === "boolean"
                          ? t(answer ? "submissions.show.yes" : "submissions.show.no")
                          : answer || "–"}
                      </Td>
                    );
                  })}
                </Tr>
              );
            })}
          </tbody>
        </Table>
      </Section>
      <Section title={t("submissions.compare.files")}>
        {!files ? (
          <p className="text-muted">{t("submissions.compare.noFiles")}</p>
        ) : (
          <>
            <p className="text-muted">
              {files.changes.length === 0
                ? t("submissions.compare.sameFiles")
                : t("submissions.compare.unchanged", { count: files.same })}
            </p>
            {files.changes.map((file) => (
              <Changed key={file.name} file={file} />
            ))}
            {files.more && <p>{t("submissions.compare.cut", { count: files.changes.length })}</p>}
          </>
        )}
      </Section>
    </Page>
  );
}

const CHANGE_TONES = { added: "good", removed: "bad", changed: "info" } as const;

function Changed({ file }: { file: ChangedFile }) {
  const { t } = useTranslation();
  return (
    <details
      open={file.change === "changed"}
      className="overflow-hidden rounded-2xl border border-line bg-surface"
    >
      <summary className="flex cursor-pointer items-center gap-3 px-5 py-3">
        <span className="min-w-0 flex-1 break-all font-mono text-sm">{file.name}</span>
        <Badge tone={CHANGE_TONES[file.change]}>{t(`submissions.compare.${file.change}`)}</Badge>
      </summary>
      {file.diff ? (
        <div className="overflow-x-auto border-t border-line">
          <table className="w-full border-collapse font-mono text-sm">
            <tbody>
              {file.diff.map((hunk, place) =>
                hunk.map((line, at) => (
                  <tr
                    key={`${place} ${at}`}
                    className={clsx(
                      line.sign === "+" && "bg-good-soft",
                      line.sign === "-" && "bg-bad-soft",
                      place > 0 && at === 0 && "border-t-4 border-sunken",
                    )}
                  >
                    <td className="w-6 select-none pl-4 text-muted">{line.sign}</td>
                    <td className="whitespace-pre px-3">{line.text}</td>
                  </tr>
                )),
              )}
            </tbody>
          </table>
        </div>
      ) : (
        <p className="border-t border-line px-5 py-3 text-sm text-muted">
          {t(`submissions.compare.${file.why ?? "binary"}`)}
        </p>
      )}
    </details>
  );
}
