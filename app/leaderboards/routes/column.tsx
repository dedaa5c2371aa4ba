import {
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { COMPUTATIONS, METRIC_SPLITS, SORTINGS } from "../../../db/vocabulary.ts";
import { LocalizedFields, localizedValues, useEditorForm } from "../../competitions/editor-form.tsx";
import { replyTo } from "../../competitions/editor-reply.server.ts";
import { ManagePage } from "../../competitions/manage-page.tsx";
import { managed } from "../../competitions/managed.server.ts";
import { Button } from "../../ui/button.tsx";
import { Checkbox, Field, FormError, Select } from "../../ui/field.tsx";
import { localeOf } from "../../ui/use-root.tsx";
import { localized } from "../../web/format.ts";
import { notFound } from "../../web/respond.server.ts";
import { saveMetric } from "../metrics.server.ts";
import { boardSettings } from "../settings-queries.server.ts";

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [
  { title: `${localized(data?.competition.title, localeOf(matches))} · Podium` },
];

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { viewer, competition } = await managed(request, params.slug);
  const { metrics } = (await boardSettings(viewer, competition.id)) ?? notFound();
  const isNew = params.column === "new";
  const metric = isNew ? null : (metrics.find((m) => m.id === params.column) ?? notFound());
  const { slug, title } = competition;
  return {
    competition: { slug, title },
    metric,
    others: metrics.filter((m) => m.id !== metric?.id).map(({ title, position }) => ({ title, position })),
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { viewer, competition, now } = await managed(request, params.slug);
  const form = await request.formData();
  const metricId = params.column === "new" ? null : (params.column ?? "");
  const saved = await saveMetric({ viewer, competitionId: competition.id, metricId, form, now });
  if (!saved.ok) return replyTo(form, saved.refusals);
  throw redirect(`/competitions/${competition.slug}/manage/board?saved=1`);
}

export default function Column() {
  const { competition, metric, others } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const busy = useNavigation().state !== "idle";
  const { t } = useTranslation();
  const form = useEditorForm(answer?.form, "save", {
    key: metric?.key,
    title: metric?.title,
    sorting: metric?.sorting ?? "desc",
    precision: metric?.precision ?? 4,
    hidden: metric?.hidden,
    weight: metric ? String(Number(metric.weight)) : "1",
    split: metric?.split ?? "public",
    computation: metric?.computation,
    ...localizedValues("description", metric?.description),
  });
  const chosen = new Set(
    form.answer ? (form.answer.typed.computedFrom ?? []) : (metric?.computedFrom ?? []).map(String),
  );
  return (
    <ManagePage competition={competition} section="board">
      <Form method="post" className="flex max-w-3xl flex-col gap-7">
        <input type="hidden" name="intent" value="save" />
        <h2 className="font-display text-2xl font-semibold">
          {t(metric ? "leaderboards.settings.editColumn" : "leaderboards.settings.add")}
        </h2>
        {form.wrong && <FormError>{form.wrong}</FormError>}
        <Field {...form.at("title")} label={t("leaderboards.settings.title")} maxLength={80} required />
        <Field
          {...form.at("key")}
          label={t("leaderboards.settings.key")}
          hint={t("leaderboards.settings.keyHint")}
          maxLength={64}
          required
        />
        <Select {...form.at("sorting")} label={t("leaderboards.settings.direction")}>
          {SORTINGS.map((sorting) => (
            <option key={sorting} value={sorting}>
              {t(sorting === "desc" ? "leaderboards.higher" : "leaderboards.lower")}
            </option>
          ))}
        </Select>
        <Field
          {...form.at("precision")}
          type="number"
          min={0}
          max={10}
          label={t("leaderboards.settings.digits")}
          hint={t("leaderboards.settings.digitsHint")}
        />
        <Select
          {...form.at("split")}
          label={t("leaderboards.settings.split")}
          hint={t("leaderboards.settings.splitHint")}
        >
          {METRIC_SPLITS.map((split) => (
            <option key={split} value={split}>
              {t(`leaderboards.settings.splits.${split}`)}
            </option>
          ))}
        </Select>
        <Checkbox
          {...form.check("hidden")}
          label={t("leaderboards.settings.hiddenColumn")}
          hint={t("leaderboards.settings.hiddenColumnHint")}
        />
        <Field
          {...form.at("weight")}
          inputMode="decimal"
          label={t("leaderboards.settings.weight")}
          hint={t("leaderboards.settings.weightHint")}
        />
        <Select
          {...form.at("computation")}
          label={t("leaderboards.settings.computation")}
          hint={t("leaderboards.settings.computationHint")}
        >
          <option value="">{t("leaderboards.settings.notComputed")}</option>
          {COMPUTATIONS.map((computation) => (
            <option key={computation} value={computation}>
              {t(`leaderboards.settings.computations.${computation}`)}
            </option>
          ))}
        </Select>
        <fieldset className="flex flex-col gap-2">
          <legend className="pb-1 text-sm font-semibold">{t("leaderboards.settings.computedFrom")}</legend>
          {others.map(({ title, position }) => (
            <Checkbox
              key={position}
              name="computedFrom"
              value={position}
              label={title}
              defaultChecked={chosen.has(String(position))}
            />
          ))}
          {form.error("computedFrom") && (
            <p role="alert" className="text-sm font-medium text-bad">
              {form.error("computedFrom")}
            </p>
          )}
        </fieldset>
        <LocalizedFields
          form={form}
          name="description"
          label={t("leaderboards.settings.description")}
          max={500}
        />
        <div className="flex flex-wrap items-center gap-5">
          <Button type="submit" disabled={busy}>
            {t("leaderboards.settings.save")}
          </Button>
          <Link
            to={`/competitions/${competition.slug}/manage/board`}
            className="text-accent underline-offset-4 hover:underline"
          >
            {t("leaderboards.settings.cancel")}
          </Link>
        </div>
      </Form>
    </ManagePage>
  );
}
