import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { clsx } from "clsx";
import { useTranslation } from "react-i18next";
import { ManagePage } from "../../competitions/manage-page.tsx";
import { managed } from "../../competitions/managed.server.ts";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Checkbox, TextArea } from "../../ui/field.tsx";
import { useRoot } from "../../ui/use-root.tsx";
import { useSentence } from "../../ui/use-sentence.tsx";
import { formatPercent } from "../../web/format.ts";
import { notFound, respond } from "../../web/respond.server.ts";
import { pairById } from "../queries.server.ts";
import { reviewPair } from "../review.server.ts";

export const handle = { title: "manage.sections.similarity" };
export const meta = () => []; // the title is that of `handle`

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { viewer, competition } = await managed(request, params.slug);
  const found = (await pairById(viewer, competition.slug, params.pair ?? "")) ?? notFound();
  return { competition: { slug: competition.slug, title: competition.title }, pair: found };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { viewer, now } = await managed(request, params.slug);
  const form = await request.formData();
  const saved = await reviewPair({
    viewer,
    slug: params.slug ?? "",
    pairId: params.pair ?? "",
    note: String(form.get("note") ?? ""),
    reviewed: form.get("reviewed") !== null,
    now,
  });
  return saved.ok ? { refusal: null } : respond(saved.refusal);
}

type Side = ReturnType<typeof useLoaderData<typeof loader>>["pair"]["left"];

export default function ShowPair() {
  const { competition, pair } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { t } = useTranslation();
  const { locale } = useRoot();
  const say = useSentence();
  const busy = useNavigation().state !== "idle";
  return (
    <ManagePage competition={competition} section="similarity" lead={t("similarity.lead")}>
      <header className="flex flex-col gap-3">
        <Link
          to={`/competitions/${competition.slug}/manage/similarity?report=${pair.reportId}`}
          className="text-sm font-semibold text-accent hover:underline"
        >
          {t("similarity.back")}
        </Link>
        <h2 className="font-display text-xl font-semibold [overflow-wrap:anywhere] sm:text-2xl">
          {formatPercent(pair.similarity, locale)} ·{" "}
          {t("similarity.pair", { left: pair.left.team, right: pair.right.team })}
        </h2>
        <p className="text-muted">{t("similarity.pieces", { count: pair.fragments })}</p>
      </header>
      <div className="grid gap-4 lg:grid-cols-2">
        <Source side={pair.left} own="left" other="right" />
        <Source side={pair.right} own="right" other="left" />
      </div>
      <Card>
        <Form method="post" className="flex flex-col gap-5">
          {answer && !answer.refusal && <Alert tone="good" title={t("similarity.saved")} />}
          <TextArea
            name="note"
            label={t("similarity.note")}
            hint={t("similarity.noteHint")}
            defaultValue={pair.note ?? ""}
            error={answer?.refusal ? say(answer.refusal) : undefined}
          />
          <Checkbox name="reviewed" label={t("similarity.mark")} defaultChecked={pair.reviewedAt !== null} />
          <div>
            <Button type="submit" disabled={busy}>
              {t("similarity.save")}
            </Button>
          </div>
        </Form>
      </Card>
    </ManagePage>
  );
}

const TONES = ["bg-accent-soft", "bg-info-soft", "bg-good-soft", "bg-warn-soft"];

/** A submission's sources as text. A piece in common bears its number, a link to the same piece beside it. */
function Source({ side, own, other }: { side: Side; own: string; other: string }) {
  const { t } = useTranslation();
  const begun = new Set<number>();
  return (
    <section
      aria-label={side.team}
      className="max-h-[75vh] min-w-0 overflow-auto rounded-2xl border border-line bg-surface"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
    >
      <h3 className="sticky top-0 z-10 border-b border-line bg-surface px-4 py-3 font-semibold [overflow-wrap:anywhere]">
        {side.team} ·{" "}
        <Link to={`/submissions/${side.id}`} className="text-accent underline">
          #{side.number}
        </Link>
      </h3>
      {side.files.length === 0 && <p className="p-4 text-muted">{t("similarity.noSource")}</p>}
      {side.files.map((file) => (
        <article key={file.name}>
          <h4 className="bg-sunken px-4 py-2 font-mono text-sm [overflow-wrap:anywhere]">{file.name}</h4>
          <div className="py-2 font-mono text-sm leading-relaxed">
            {file.pieces.map((piece) => {
              if (piece.fragment === 0)
                return (
                  <pre key={piece.line} className="px-4">
                    {piece.text || " "}
                  </pre>
                );
              const first = !begun.has(piece.fragment);
              begun.add(piece.fragment);
              return (
                <div
                  key={piece.line}
                  id={first ? `${own}-${piece.fragment}` : undefined}
                  className={clsx(
                    "scroll-mt-16 border-l-4 border-accent pl-3",
                    TONES[piece.fragment % TONES.length],
                  )}
                >
                  <a
                    href={`#${other}-${piece.fragment}`}
                    aria-label={t("similarity.piece", { number: piece.fragment })}
                    className="sticky right-2 float-right rounded-full border border-line bg-surface px-2 text-xs font-semibold text-accent"
                  >
                    {piece.fragment}
                  </a>
                  <pre>{piece.text || " "}</pre>
                </div>
              );
            })}
          </div>
        </article>
      ))}
    </section>
  );
}
