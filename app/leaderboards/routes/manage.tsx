import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Form, useActionData, useLoaderData, useNavigation, useSearchParams } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { SUBMISSION_RULES } from "../../../db/vocabulary.ts";
import { Group, useEditorForm } from "../../competitions/editor-form.tsx";
import { replyTo } from "../../competitions/editor-reply.server.ts";
import { ManagePage } from "../../competitions/manage-page.tsx";
import { managed } from "../../competitions/managed.server.ts";
import { Alert } from "../../ui/alert.tsx";
import { Button, LinkButton } from "../../ui/button.tsx";
import { Checkbox, Field, FormError, Select } from "../../ui/field.tsx";
import { Table, Td, Th, Tr } from "../../ui/table.tsx";
import { localeOf, useRoot } from "../../ui/use-root.tsx";
import { formatDateTime, localized } from "../../web/format.ts";
import { notFound } from "../../web/respond.server.ts";
import { readLocal, writeLocal } from "../../web/zone.ts";
import { readBoard } from "../board-form.ts";
import { previewBoard } from "../board-preview.server.ts";
import { ColumnList } from "../column-list.tsx";
import { freezeBoard } from "../freeze.server.ts";
import { deleteMetric, moveMetric } from "../metrics.server.ts";
import { revealBoard } from "../reveal.server.ts";
import { saveBoard } from "../save-board.server.ts";
import { boardSettings } from "../settings-queries.server.ts";

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [
  { title: `${localized(data?.competition.title, localeOf(matches))} · Podium` },
];

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { viewer, competition, now } = await managed(request, params.slug);
  const settings = (await boardSettings(viewer, competition.id)) ?? notFound();
  const asked = new URL(request.url).searchParams.get("phase");
  const { slug, title, timeZone } = competition;
  const board =
    settings.boards.find((b) => String(b.phase.position) === asked) ??
    settings.boards.findLast((b) => competition.phases[b.phase.position]?.state !== "upcoming") ??
    settings.boards[0] ??
    null;
  return {
    competition: { slug, title, timeZone },
    metrics: settings.metrics,
    boards: settings.boards.map(({ id, phase }) => ({ id, phase })),
    board: board && {
      ...board,
      frozen: board.phase.freezeAt !== null && board.phase.freezeAt <= now && !board.revealedAt,
      freezeLocal: board.phase.freezeAt ? writeLocal(board.phase.freezeAt, timeZone) : "",
    },
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { viewer, competition, now } = await managed(request, params.slug);
  const form = await request.formData();
  const intent = String(form.get("intent") ?? "");
  const boardId = String(form.get("board") ?? "");
  const metricId = String(form.get("metric") ?? "");
  const back = `/competitions/${competition.slug}/manage/board${new URL(request.url).search}`;
  if (intent === "save" || intent === "preview") {
    const settings = (await boardSettings(viewer, competition.id)) ?? notFound();
    const read = readBoard(form, settings.metrics);
    if (!read.ok) return replyTo(form, read.refusals);
    if (intent === "preview") {
      const preview = await previewBoard(viewer, boardId, read.value);
      const { form: typed } = replyTo(form, []).data;
      return data({ form: typed, preview: preview ?? notFound() });
    }
    const saved = await saveBoard({ viewer, boardId, values: read.value, now });
    if (!saved.ok) return replyTo(form, [saved.refusal]);
    throw redirect(`${back}${back.includes("?") ? "&" : "?"}saved=1`);
  }
  const outcome = await control();
  if (!outcome.ok) return replyTo(form, [outcome.refusal]);
  throw redirect(back);

  async function control() {
    const of = { viewer, boardId, now };
    const column = { viewer, competitionId: competition.id, metricId, now };
    if (intent === "freeze-now") return freezeBoard({ ...of, at: now });
    if (intent === "unfreeze") return freezeBoard({ ...of, at: null });
    if (intent === "reveal") return revealBoard({ ...of, confirmed: form.get("confirm") !== null });
    if (intent === "up" || intent === "down") return moveMetric({ ...column, by: intent === "up" ? -1 : 1 });
    if (intent === "delete") return deleteMetric(column);
    if (intent !== "freeze") notFound();
    const read = readLocal(String(form.get("freezeAt") ?? ""), competition.timeZone);
    if (read.ok) return freezeBoard({ ...of, at: read.at });
    const refusal = { code: "invalid", reason: "leaderboards.refusals.noTime", field: "freezeAt" } as const;
    return { ok: false as const, refusal };
  }
}

type Loaded = ReturnType<typeof useLoaderData<typeof loader>>;
type Board = NonNullable<Loaded["board"]>;

export default function ManageBoard() {
  const { competition, metrics, boards, board } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const [search] = useSearchParams();
  const { t } = useTranslation();
  const { locale } = useRoot();
  const columns = useEditorForm(answer?.form, answer?.form.intent ?? "", {});
  const ofColumns = ["up", "down", "delete"].includes(answer?.form.intent ?? "");
  return (
    <ManagePage
      competition={competition}
      section="board"
      actions={
        board && (
          <LinkButton
            variant="quiet"
            to={`/competitions/${competition.slug}/leaderboard?phase=${board.phase.position}`}
          >
            {t("leaderboards.settings.look")}
          </LinkButton>
        )
      }
    >
      {search.has("saved") && !answer && <Alert tone="good" title={t("leaderboards.settings.saved")} />}
      <Group title={t("leaderboards.settings.columns")} lead={t("leaderboards.settings.columnsLead")}>
        {ofColumns && columns.wrong && <FormError>{columns.wrong}</FormError>}
        <ColumnList slug={competition.slug} metrics={metrics} />
      </Group>
      {boards.length > 1 && (
        <nav aria-label={t("leaderboards.phases")} className="flex flex-wrap gap-3">
          {boards.map(({ id, phase }) => (
            <LinkButton
              key={id}
              size="small"
              variant={id === board?.id ? "primary" : "quiet"}
              aria-current={id === board?.id ? "page" : undefined}
              to={`?phase=${phase.position}`}
            >
              {localized(phase.name, locale)}
            </LinkButton>
          ))}
        </nav>
      )}
      {board && (
        <>
          <Controls key={`controls ${board.id}`} board={board} timeZone={competition.timeZone} />
          <Settings key={board.id} board={board} metrics={metrics} />
        </>
      )}
    </ManagePage>
  );
}

function Settings({ board, metrics }: { board: Board; metrics: Loaded["metrics"] }) {
  const answer = useActionData<typeof action>();
  const busy = useNavigation().state !== "idle";
  const { t } = useTranslation();
  const intent = answer?.form.intent === "preview" ? "preview" : "save";
  const form = useEditorForm(answer?.form, intent, {
    title: board.title,
    submissionRule: board.submissionRule,
    primaryPosition: board.primaryPosition,
    finalPosition: board.finalPosition,
    medalsBy: board.medals?.by ?? "podium",
    gold: board.medals?.gold ?? 1,
    silver: board.medals?.silver ?? 1,
    bronze: board.medals?.bronze ?? 1,
    hidden: board.hidden,
    embeddable: board.embeddable,
  });
  // One action answers all forms here; only this one's answer has a preview.
  const preview = answer && "preview" in answer ? (answer.preview as PreviewData) : null;
  return (
    <Form method="post" className="flex flex-col gap-10">
      <input type="hidden" name="board" value={board.id} />
      {form.wrong && <FormError>{form.wrong}</FormError>}
      <Group title={t("leaderboards.settings.board")} lead={t("leaderboards.settings.boardLead")}>
        <Field {...form.at("title")} label={t("leaderboards.settings.title")} maxLength={80} required />
        <Select
          {...form.at("submissionRule")}
          label={t("leaderboards.settings.rule")}
          hint={t("leaderboards.settings.ruleHint")}
        >
          {SUBMISSION_RULES.map((rule) => (
            <option key={rule} value={rule}>
              {t(`leaderboards.settings.rules.${rule}`)}
            </option>
          ))}
        </Select>
        <Select {...form.at("primaryPosition")} label={t("leaderboards.settings.primary")}>
          {metrics.map((m) => (
            <option key={m.id} value={m.position}>
              {m.title}
            </option>
          ))}
        </Select>
        <Select
          {...form.at("finalPosition")}
          label={t("leaderboards.settings.final")}
          hint={t("leaderboards.settings.finalHint")}
        >
          <option value="">{t("leaderboards.settings.finalSame")}</option>
          {metrics.map((m) => (
            <option key={m.id} value={m.position}>
              {m.title}
            </option>
          ))}
        </Select>
      </Group>
      <Group title={t("leaderboards.settings.medals")} lead={t("leaderboards.settings.medalsLead")}>
        <Select {...form.at("medalsBy")} label={t("leaderboards.settings.medalsBy")}>
          <option value="podium">{t("leaderboards.settings.medalsPodium")}</option>
          <option value="count">{t("leaderboards.settings.medalsCount")}</option>
          <option value="percent">{t("leaderboards.settings.medalsPercent")}</option>
        </Select>
        <div className="grid gap-4 sm:grid-cols-3">
          <Field {...form.at("gold")} inputMode="numeric" label={t("leaderboards.medals.gold")} />
          <Field {...form.at("silver")} inputMode="numeric" label={t("leaderboards.medals.silver")} />
          <Field {...form.at("bronze")} inputMode="numeric" label={t("leaderboards.medals.bronze")} />
        </div>
      </Group>
      <Group title={t("leaderboards.settings.seen")}>
        <Checkbox
          {...form.check("hidden")}
          label={t("leaderboards.settings.hidden")}
          hint={t("leaderboards.settings.hiddenHint")}
        />
        <Checkbox
          {...form.check("embeddable")}
          label={t("leaderboards.settings.embeddable")}
          hint={t("leaderboards.settings.embeddableHint")}
        />
      </Group>
      {preview && <Preview preview={preview} />}
      <div className="flex flex-wrap gap-3">
        <Button type="submit" name="intent" value="save" disabled={busy}>
          {t("leaderboards.settings.save")}
        </Button>
        <Button type="submit" name="intent" value="preview" variant="quiet" disabled={busy}>
          {t("leaderboards.settings.preview")}
        </Button>
      </div>
    </Form>
  );
}

type PreviewData = NonNullable<Awaited<ReturnType<typeof previewBoard>>>;

function Preview({ preview }: { preview: PreviewData }) {
  const { t } = useTranslation();
  if (preview.changed === 0)
    return <Alert tone="info" title={t("leaderboards.settings.previewNone", { count: preview.total })} />;
  return (
    <section className="flex flex-col gap-3" aria-live="polite">
      <Alert
        tone="warn"
        title={t("leaderboards.settings.previewSome", { count: preview.changed, total: preview.total })}
      >
        {t("leaderboards.settings.previewUnsaved")}
      </Alert>
      <Table caption={t("leaderboards.settings.preview")}>
        <thead>
          <Tr>
            <Th>{t("leaderboards.team")}</Th>
            <Th numeric>{t("leaderboards.settings.rankNow")}</Th>
            <Th numeric>{t("leaderboards.settings.rankThen")}</Th>
          </Tr>
        </thead>
        <tbody>
          {preview.rows.map((row) => (
            <Tr key={row.submissionId}>
              <Td className="[overflow-wrap:anywhere]">{row.team}</Td>
              <Td numeric>{row.before ?? "–"}</Td>
              <Td numeric>{row.after ?? "–"}</Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </section>
  );
}

function Controls({ board, timeZone }: { board: Board; timeZone: string }) {
  const answer = useActionData<typeof action>();
  const busy = useNavigation().state !== "idle";
  const { t } = useTranslation();
  const { locale } = useRoot();
  const given = answer?.form.intent ?? "";
  const form = useEditorForm(answer?.form, given, { freezeAt: board.freezeLocal });
  const of = (intents: string[]) => (intents.includes(given) ? form.wrong : undefined);
  const say = (at: Date | string) => formatDateTime(new Date(at), { locale, timeZone });
  if (board.revealedAt)
    return (
      <Group title={t("leaderboards.settings.reveal")}>
        <Alert tone="good" title={t("leaderboards.settings.revealedAt", { at: say(board.revealedAt) })} />
      </Group>
    );
  const { freezeAt } = board.phase;
  const problem = of(["freeze", "freeze-now", "unfreeze", "reveal"]);
  return (
    <>
      <Group title={t("leaderboards.settings.freeze")} lead={t("leaderboards.settings.freezeLead")}>
        {problem && <FormError>{problem}</FormError>}
        <p className="font-semibold">
          {freezeAt
            ? t(board.frozen ? "leaderboards.settings.frozenSince" : "leaderboards.settings.freezesAt", {
                at: say(freezeAt),
              })
            : t("leaderboards.settings.notFrozen")}
        </p>
        <Form method="post" className="flex flex-wrap items-end gap-3">
          <input type="hidden" name="board" value={board.id} />
          {!board.frozen && (
            <>
              <Field
                name="freezeAt"
                type="datetime-local"
                label={t("leaderboards.settings.freezeAt", { timeZone })}
                defaultValue={given === "freeze" ? form.at("freezeAt").defaultValue : board.freezeLocal}
                error={given === "freeze" || given === "freeze-now" ? form.error("freezeAt") : undefined}
              />
              <Button type="submit" name="intent" value="freeze" variant="quiet" disabled={busy}>
                {t("leaderboards.settings.freezeThen")}
              </Button>
              <Button type="submit" name="intent" value="freeze-now" variant="quiet" disabled={busy}>
                {t("leaderboards.settings.freezeNow")}
              </Button>
            </>
          )}
          {freezeAt && (
            <Button type="submit" name="intent" value="unfreeze" variant="quiet" disabled={busy}>
              {t(board.frozen ? "leaderboards.settings.unfreeze" : "leaderboards.settings.noFreeze")}
            </Button>
          )}
        </Form>
      </Group>
      <Group title={t("leaderboards.settings.reveal")} lead={t("leaderboards.settings.revealLead")}>
        <Form method="post" className="flex flex-col items-start gap-4">
          <input type="hidden" name="board" value={board.id} />
          <Checkbox
            name="confirm"
            label={t("leaderboards.settings.revealConfirm")}
            error={given === "reveal" ? form.error("confirm") : undefined}
          />
          <Button type="submit" name="intent" value="reveal" variant="danger" disabled={busy}>
            {t("leaderboards.settings.revealNow")}
          </Button>
        </Form>
      </Group>
    </>
  );
}
