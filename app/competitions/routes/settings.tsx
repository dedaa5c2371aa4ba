import { parseWithZod } from "@conform-to/zod/v4";
import {
  type ActionFunctionArgs,
  unstable_createMemoryUploadHandler as inMemory,
  type LoaderFunctionArgs,
  MaxPartSizeExceededError,
  unstable_parseMultipartFormData as parseMultipart,
  redirect,
} from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData, useSearchParams } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { webConfig } from "../../../config.ts";
import { COMPETITION_TYPES } from "../../../db/vocabulary.ts";
import { organisedEditions } from "../../forums/queries.server.ts";
import { mayOperate } from "../../people/permissions.ts";
import { queueChoices } from "../../queues/queries.server.ts";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Checkbox, Field, FormError, Select, TextArea } from "../../ui/field.tsx";
import { useRoot } from "../../ui/use-root.tsx";
import { formatBytes, localized } from "../../web/format.ts";
import { refused } from "../../web/outcome.ts";
import { timeZones, writeLocal } from "../../web/zone.ts";
import { changeSettings } from "../change-settings.server.ts";
import { CompetitionLogo } from "../competition-logo.tsx";
import { Group, LocalizedFields, localizedValues, useEditorForm } from "../editor-form.tsx";
import { faultsOf, replyTo } from "../editor-reply.server.ts";
import { grantCompetitionRole, revokeCompetitionRole, rolesOf } from "../grant-roles.server.ts";
import { AT_ONCE, LOGO_BYTES, SUMMARY_CHARS, TEAM_PEOPLE, TITLE_CHARS } from "../limits.ts";
import { ManagePage } from "../manage-page.tsx";
import { managed } from "../managed.server.ts";
import { COMPETITION_ROLES, type CompetitionRole } from "../roles.ts";
import { setLogo } from "../set-logo.server.ts";
import { EMAIL_LISTS, MOMENTS, SWITCHES, settingsFaults, settingsForm } from "../settings.ts";

export const handle = { title: "manage.sections.settings" };
export const meta = () => []; // the title is that of `handle`

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { viewer, competition, now } = await managed(request, params.slug);
  const [roles, editions, queues] = await Promise.all([
    rolesOf(viewer, competition.id),
    organisedEditions(viewer),
    queueChoices(viewer, competition.queueId, now),
  ]);
  const { pages: _pages, phases: _phases, tasks: _tasks, metrics: _metrics, ...settings } = competition;
  const local = Object.fromEntries(
    MOMENTS.map((name) => {
      const at = competition[name];
      return [name, at ? writeLocal(at, competition.timeZone) : ""];
    }),
  );
  const atOnce = webConfig().TEAM_CONCURRENCY;
  const operates = mayOperate(viewer);
  return { competition: settings, local, roles, editions, queues, atOnce, operates, zones: timeZones() };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { viewer, competition, now } = await managed(request, params.slug);
  const command = { viewer, slug: competition.slug, now };
  const saved = (slug: string, part: string) =>
    redirect(`/competitions/${slug}/manage/settings?saved=${part}`);
  if (request.headers.get("content-type")?.startsWith("multipart/")) {
    const outcome = await takeLogo(request, command);
    if (outcome.ok) return saved(competition.slug, "logo");
    const body = new FormData();
    body.set("intent", "logo");
    return replyTo(body, [outcome.refusal]);
  }
  const body = await request.formData();
  const intent = body.get("intent");
  const role = COMPETITION_ROLES.find((known) => known === body.get("role")) ?? "staff";
  if (intent === "grant") {
    const granted = await grantCompetitionRole({ ...command, role, email: String(body.get("email") ?? "") });
    return granted.ok ? saved(competition.slug, "roles") : replyTo(body, [granted.refusal]);
  }
  if (intent === "revoke") {
    const personId = String(body.get("personId") ?? "");
    const revoked = await revokeCompetitionRole({ ...command, role, personId });
    return revoked.ok ? saved(competition.slug, "roles") : replyTo(body, [revoked.refusal]);
  }
  const form = parseWithZod(body, { schema: settingsForm(competition.timeZone) });
  if (form.status !== "success") return replyTo(body, faultsOf(form));
  const faults = settingsFaults(form.value);
  if (faults.length) return replyTo(body, faults);
  const { goesFirst, ...others } = form.value;
  const change = mayOperate(viewer) ? { ...others, goesFirst } : others;
  const changed = await changeSettings({ ...command, change });
  return changed.ok ? saved(changed.value.slug, "settings") : replyTo(body, [changed.refusal]);
}

type Command = Parameters<typeof setLogo>[0];

async function takeLogo(request: Request, command: Omit<Command, "picture">) {
  try {
    const body = await parseMultipart(request, inMemory({ maxPartSize: LOGO_BYTES }));
    const file = body.get("logo");
    const given = file instanceof File && file.size > 0;
    if (!given && body.get("what") !== "remove")
      return refused("invalid", "editor.refusals.noPicture", { field: "logo" });
    return await setLogo({
      ...command,
      picture: given && body.get("what") !== "remove" ? new Uint8Array(await file.arrayBuffer()) : null,
    });
  } catch (error) {
    if (!(error instanceof MaxPartSizeExceededError)) throw error;
    const values = { max: formatBytes(LOGO_BYTES) };
    return refused("invalid", "editor.refusals.logoLarge", { field: "logo", values });
  }
}

export default function Settings() {
  const { competition } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const [search] = useSearchParams();
  return (
    <ManagePage competition={competition} section="settings" lead={t("editor.settings.lead")}>
      {search.has("saved") && <Alert tone="good">{t("editor.saved")}</Alert>}
      <SettingsForm />
      <Logo />
      <People />
    </ManagePage>
  );
}

function SettingsForm() {
  const { competition: c, local, editions, zones, queues, atOnce, operates } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>()?.form;
  const { t } = useTranslation();
  const { locale } = useRoot();
  const form = useEditorForm(answer, "settings", {
    ...Object.fromEntries(SWITCHES.map((name) => [name, c[name]])),
    ...localizedValues("title", c.title),
    ...localizedValues("summary", c.summary),
    slug: c.slug,
    timeZone: c.timeZone,
    editionId: c.editionId,
    competitionType: c.competitionType,
    image: c.image,
    queueId: c.queueId,
    teamConcurrency: c.teamConcurrency,
    goesFirst: c.goesFirst,
    reward: c.reward,
    contactEmail: c.contactEmail,
    minTeamSize: c.minTeamSize,
    maxTeamSize: c.maxTeamSize,
    maxAdvisors: c.maxAdvisors,
    maxTeamsPerPerson: c.maxTeamsPerPerson,
    maxTeamsPerOrganisation: c.maxTeamsPerOrganisation,
    memberChanges: c.memberChanges,
    teamCodePrefix: c.teamCodePrefix,
    ...Object.fromEntries(EMAIL_LISTS.map((name) => [name, c[name].join("\n")])),
    ...local,
  });
  const failed = form.answer !== undefined;
  const label = (name: string) => t(`editor.settings.${name}` as "editor.settings.slug");
  const number = (name: string, hint?: string, min = 0) => (
    <Field
      {...form.at(name)}
      type="number"
      inputMode="numeric"
      min={min}
      max={TEAM_PEOPLE}
      label={label(name)}
      hint={hint}
    />
  );
  const moment = (name: string, hint?: string) => (
    <Field {...form.at(name)} type="datetime-local" label={label(name)} hint={hint} />
  );
  const box = (name: (typeof SWITCHES)[number]) => (
    <Checkbox {...form.check(name)} label={label(name)} hint={label(`${name}Hint`)} />
  );
  const pair = "grid gap-6 sm:grid-cols-2";
  return (
    <Form method="post" noValidate className="flex flex-col gap-10">
      <input type="hidden" name="intent" value="settings" />
      {failed && <FormError>{form.wrong ?? t("editor.notSaved")}</FormError>}
      <Group title={t("editor.settings.groups.what")} lead={t("editor.settings.groups.whatLead")}>
        <LocalizedFields form={form} name="title" label={label("title")} max={TITLE_CHARS} />
        <LocalizedFields
          form={form}
          name="summary"
          label={label("summary")}
          hint={label("summaryHint")}
          rows={2}
          max={SUMMARY_CHARS}
        />
        <div className={pair}>
          <Field {...form.at("slug")} label={label("slug")} hint={label("slugHint")} spellCheck={false} />
          <Select {...form.at("timeZone")} label={label("timeZone")} hint={label("timeZoneHint")}>
            {zones.map((zone) => (
              <option key={zone}>{zone}</option>
            ))}
          </Select>
          <Select {...form.at("editionId")} label={label("editionId")} hint={label("editionIdHint")}>
            <option value="">{t("editor.settings.noEdition")}</option>
            {editions.map((edition) => (
              <option key={edition.id} value={edition.id}>
                {localized(edition.forumName, locale)} · {localized(edition.name, locale)}
              </option>
            ))}
          </Select>
          <Select
            {...form.at("competitionType")}
            label={label("competitionType")}
            hint={label("competitionTypeHint")}
          >
            {COMPETITION_TYPES.map((type) => (
              <option key={type} value={type}>
                {t(`editor.settings.types.${type}`)}
              </option>
            ))}
          </Select>
          <Field {...form.at("reward")} label={label("reward")} hint={label("rewardHint")} />
          <Field
            {...form.at("contactEmail")}
            type="email"
            label={label("contactEmail")}
            hint={label("contactEmailHint")}
          />
        </div>
      </Group>
      <Group
        title={t("editor.settings.groups.who")}
        lead={t("editor.settings.groups.whoLead", { timeZone: c.timeZone })}
      >
        <div className={pair}>
          {moment("entriesFrom", label("entriesFromHint"))}
          {moment("entriesUntil", label("entriesUntilHint"))}
          {number("maxTeamsPerPerson", label("noLimitHint"))}
          {number("maxTeamsPerOrganisation", label("noLimitHint"))}
        </div>
        <div className={pair}>
          {EMAIL_LISTS.map((name) => (
            <TextArea
              key={name}
              {...form.at(name)}
              label={label(name)}
              hint={label(`${name}Hint`)}
              rows={3}
              spellCheck={false}
            />
          ))}
        </div>
        {box("autoAccept")}
        {box("verifiedMembersOnly")}
      </Group>
      <Group title={t("editor.settings.groups.teams")} lead={t("editor.settings.groups.teamsLead")}>
        <div className={pair}>
          {number("minTeamSize", label("minTeamSizeHint"), 1)}
          {number("maxTeamSize", label("maxTeamSizeHint"), 1)}
          {number("maxAdvisors", label("maxAdvisorsHint"))}
          <Field
            {...form.at("teamCodePrefix")}
            label={label("teamCodePrefix")}
            hint={label("teamCodePrefixHint")}
          />
          {moment("teamsLockAt", label("teamsLockAtHint"))}
          {number("memberChanges", label("memberChangesHint"))}
          {moment("mergeUntil", label("mergeUntilHint"))}
        </div>
        {box("captainOfOne")}
        {box("sameSchool")}
        {box("openSourceDeclaration")}
      </Group>
      <Group title={t("editor.settings.groups.seen")} lead={t("editor.settings.groups.seenLead")}>
        {box("programsAvailable")}
        {box("inputDataAvailable")}
        {box("detailedResults")}
        {box("detailedResultsInPanel")}
        {box("detailedResultsOnBoard")}
        {box("publicSubmissionsAllowed")}
        {box("discussionsEnabled")}
      </Group>
      <Group title={t("editor.settings.groups.judging")} lead={t("editor.settings.groups.judgingLead")}>
        <div className={pair}>
          <div className="flex flex-col gap-2">
            <Field
              {...form.at("image")}
              label={label("image")}
              hint={label("imageHint")}
              spellCheck={false}
            />
            <Link to={`/competitions/${c.slug}/manage/image`} className="text-sm text-accent hover:underline">
              {label("imageLink")}
            </Link>
          </div>
          <Select
            {...form.at("queueId")}
            label={label("queueId")}
            hint={c.queue ? t("editor.settings.queueNamed", { queue: c.queue }) : label("queueIdHint")}
          >
            <option value="">{t("editor.settings.noQueue")}</option>
            {queues.map((queue) => (
              <option key={queue.id} value={queue.id}>
                {t("editor.settings.queueOption", queue)}
              </option>
            ))}
          </Select>
          <Field
            {...form.at("teamConcurrency")}
            type="number"
            inputMode="numeric"
            min={0}
            max={AT_ONCE}
            label={label("teamConcurrency")}
            hint={t("editor.settings.teamConcurrencyHint", { standard: atOnce })}
          />
        </div>
        {box("autoRun")}
        {operates && (
          <Checkbox {...form.check("goesFirst")} label={label("goesFirst")} hint={label("goesFirstHint")} />
        )}
      </Group>
      <div className="sticky bottom-0 -mx-5 border-t border-line bg-paper px-5 py-4 sm:mx-0 sm:px-0">
        <Button type="submit">{t("editor.save")}</Button>
      </div>
    </Form>
  );
}

function Logo() {
  const { competition } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>()?.form;
  const { t } = useTranslation();
  const form = useEditorForm(answer, "logo", {});
  return (
    <Group title={t("editor.settings.logo")} lead={t("editor.settings.logoLead")}>
      <Form method="post" encType="multipart/form-data" className="flex flex-wrap items-end gap-5">
        {competition.logo && (
          <CompetitionLogo key={competition.logo} slug={competition.slug} className="size-24" />
        )}
        <div className="min-w-64 grow">
          <Field
            type="file"
            name="logo"
            accept="image/png,image/jpeg,image/gif,image/webp"
            label={t("editor.settings.logoFile")}
            hint={t("editor.settings.logoHint", { max: formatBytes(LOGO_BYTES) })}
            error={form.error("logo")}
          />
        </div>
        <Button type="submit" variant="quiet">
          {t("editor.settings.logoSave")}
        </Button>
        {competition.logo && (
          <Button type="submit" variant="plain" name="what" value="remove">
            {t("editor.remove")}
          </Button>
        )}
      </Form>
    </Group>
  );
}

function People() {
  const { roles } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>()?.form;
  const { t } = useTranslation();
  const form = useEditorForm(answer, "grant", { role: "organiser" });
  const revoking = useEditorForm(answer, "revoke", {});
  return (
    <Group title={t("editor.roles.title")} lead={t("editor.roles.lead")}>
      {revoking.wrong && <FormError>{revoking.wrong}</FormError>}
      {roles.length > 0 && (
        <ul className="flex flex-col divide-y divide-line rounded-2xl border border-line bg-surface">
          {roles.map((held) => (
            <li
              key={`${held.personId} ${held.role}`}
              className="flex flex-wrap items-center gap-x-4 gap-y-2 px-5 py-3"
            >
              <span className="min-w-0 grow break-words">
                <strong>{held.name}</strong> <span className="text-muted">{held.email}</span>
              </span>
              <span>{t(`editor.roles.${held.role as CompetitionRole}`)}</span>
              <Form method="post">
                <input type="hidden" name="personId" value={held.personId} />
                <input type="hidden" name="role" value={held.role} />
                <Button type="submit" variant="plain" size="small" name="intent" value="revoke">
                  {t("editor.remove")}
                  <span className="sr-only"> {held.name}</span>
                </Button>
              </Form>
            </li>
          ))}
        </ul>
      )}
      <Form
        key={roles.length}
        method="post"
        noValidate
        className="grid items-start gap-5 sm:grid-cols-[2fr_1fr_auto]"
      >
        <input type="hidden" name="intent" value="grant" />
        <Field
          {...form.at("email")}
          type="email"
          label={t("editor.roles.email")}
          hint={t("editor.roles.emailHint")}
        />
        <Select {...form.at("role")} label={t("editor.roles.role")}>
          {COMPETITION_ROLES.map((role) => (
            <option key={role} value={role}>
              {t(`editor.roles.${role}`)}
            </option>
          ))}
        </Select>
        <Button type="submit" variant="quiet" className="sm:mt-6.5">
          {t("editor.roles.grant")}
        </Button>
      </Form>
    </Group>
  );
}
