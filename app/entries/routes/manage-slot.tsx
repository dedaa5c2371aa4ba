import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Form, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { webConfig } from "../../../config.ts";
import { ManagePage } from "../../competitions/manage-page.tsx";
import { managed } from "../../competitions/managed.server.ts";
import { Button } from "../../ui/button.tsx";
import { Checkbox, Field, FormError, Select } from "../../ui/field.tsx";
import { LocalizedFields } from "../../ui/localized-fields.tsx";
import { localeOf, useRoot } from "../../ui/use-root.tsx";
import { useSentence } from "../../ui/use-sentence.tsx";
import { localized } from "../../web/format.ts";
import { readLocalized } from "../../web/localized-form.ts";
import { notFound, statusOf } from "../../web/respond.server.ts";
import { writeLocal } from "../../web/zone.ts";
import { deleteSlot } from "../delete-slot.server.ts";
import { slotsOf, tracksOf } from "../deliverable-queries.server.ts";
import { saveSlot } from "../save-slot.server.ts";
import { readSlot, writeMebibytes } from "../slot-form.ts";

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [
  { title: `${localized(data?.competition.title, localeOf(matches))} · Podium` },
];

const STANDARD_MIB = 500;

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { viewer, competition } = await managed(request, params.slug);
  const [slots, tracks] = await Promise.all([slotsOf(viewer, competition.id), tracksOf(competition.id)]);
  const slot = params.slotId ? (slots.find((s) => s.id === params.slotId) ?? notFound()) : null;
  const { slug, title, timeZone } = competition;
  const most = writeMebibytes(webConfig().UPLOAD_MAX_BYTES);
  return {
    competition: { slug, title, timeZone },
    tracks,
    isNew: slot === null,
    values: {
      title: slot?.title ?? {},
      description: slot?.description ?? {},
      trackId: slot?.trackId ?? "",
      purpose: slot?.purpose ?? "work",
      extensions: (slot?.extensions ?? ["zip"]).join(", "),
      maxMebibytes: slot ? writeMebibytes(slot.maxBytes) : String(Math.min(STANDARD_MIB, Number(most))),
      namePattern: slot?.namePattern ?? "",
      required: slot?.required ?? true,
      dueAt: slot?.dueAt ? writeLocal(slot.dueAt, timeZone) : "",
      remindHours: (slot?.remindHours ?? [72, 24]).join(", "),
    },
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { viewer, competition, now } = await managed(request, params.slug);
  const form = await request.formData();
  const at = `/competitions/${competition.slug}/manage/deliverables`;
  const slotId = params.slotId ?? null;
  if (form.get("what") === "delete" && slotId) {
    const gone = await deleteSlot({ viewer, competitionId: competition.id, slotId, now });
    if (gone.ok) throw redirect(at);
    return data({ refusal: gone.refusal, values: null }, { status: statusOf(gone.refusal.code) });
  }
  const tracks = await tracksOf(competition.id);
  const read = readSlot(form, {
    timeZone: competition.timeZone,
    trackIds: tracks.map((t) => t.id),
    most: webConfig().UPLOAD_MAX_BYTES,
  });
  const saved = read.ok
    ? await saveSlot({ viewer, competitionId: competition.id, slotId, values: read.value, now })
    : read;
  if (saved.ok) throw redirect(at);
  const text = (name: string) => String(form.get(name) ?? "");
  return data(
    {
      refusal: saved.refusal,
      values: {
        title: readLocalized(form, "title"),
        description: readLocalized(form, "description"),
        trackId: text("trackId"),
        purpose: text("purpose"),
        extensions: text("extensions"),
        maxMebibytes: text("maxMebibytes"),
        namePattern: text("namePattern"),
        required: form.get("required") !== null,
        dueAt: text("dueAt"),
        remindHours: text("remindHours"),
      },
    },
    { status: statusOf(saved.refusal.code) },
  );
}

export default function ManageSlot() {
  const { competition, tracks, isNew, values: stored } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const busy = useNavigation().state !== "idle";
  const { t } = useTranslation();
  const { locale } = useRoot();
  const say = useSentence();
  const values = answer?.values ?? stored;
  const refusal = answer?.refusal;
  const error = (field: string) => (refusal?.field === field ? say(refusal) : undefined);
  return (
    <ManagePage competition={competition} section="deliverables">
      <Form method="post" className="flex max-w-2xl flex-col gap-7">
        <h2 className="font-display text-2xl font-semibold">
          {t(isNew ? "deliverables.manage.newTitle" : "deliverables.manage.editTitle")}
        </h2>
        {refusal && !refusal.field && <FormError>{say(refusal)}</FormError>}
        <LocalizedFields
          name="title"
          label={t("deliverables.manage.slotTitle")}
          value={values.title}
          error={error("title")}
          maxLength={120}
        />
        <LocalizedFields
          name="description"
          label={t("deliverables.manage.description")}
          value={values.description}
          error={error("description")}
          rows={3}
          maxLength={5000}
        />
        {tracks.length > 0 && (
          <Select
            name="trackId"
            label={t("deliverables.manage.track")}
            defaultValue={values.trackId}
            error={error("trackId")}
          >
            <option value="">{t("deliverables.manage.allTracks")}</option>
            {tracks.map((track) => (
              <option key={track.id} value={track.id}>
                {track.code} {localized(track.name, locale)}
              </option>
            ))}
          </Select>
        )}
        <Select name="purpose" label={t("deliverables.manage.purpose")} defaultValue={values.purpose}>
          <option value="work">{t("deliverables.manage.work")}</option>
          <option value="eligibility">{t("deliverables.manage.eligibilityPurpose")}</option>
        </Select>
        <Field
          name="extensions"
          label={t("deliverables.manage.extensions")}
          hint={t("deliverables.manage.extensionsHint")}
          defaultValue={values.extensions}
          error={error("extensions")}
        />
        <Field
          name="maxMebibytes"
          inputMode="decimal"
          label={t("deliverables.manage.maxMebibytes")}
          defaultValue={values.maxMebibytes}
          error={error("maxMebibytes")}
        />
        <Field
          name="namePattern"
          label={t("deliverables.manage.namePattern")}
          hint={t("deliverables.manage.namePatternHint")}
          defaultValue={values.namePattern}
          error={error("namePattern")}
        />
        <Field
          name="dueAt"
          type="datetime-local"
          label={t("deliverables.manage.dueAt", { timeZone: competition.timeZone })}
          hint={t("deliverables.manage.dueAtHint")}
          defaultValue={values.dueAt}
          error={error("dueAt")}
        />
        <Field
          name="remindHours"
          label={t("deliverables.manage.remindHours")}
          hint={t("deliverables.manage.remindHoursHint")}
          defaultValue={values.remindHours}
          error={error("remindHours")}
        />
        <Checkbox
          name="required"
          label={t("deliverables.manage.required")}
          defaultChecked={values.required}
        />
        <div className="flex flex-wrap gap-3">
          <Button type="submit" name="what" value="save" disabled={busy}>
            {t("deliverables.manage.save")}
          </Button>
          {!isNew && (
            <Button type="submit" name="what" value="delete" variant="danger" disabled={busy} formNoValidate>
              {t("deliverables.manage.remove")}
            </Button>
          )}
        </div>
      </Form>
    </ManagePage>
  );
}
