import {
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { competitionBySlug } from "../../competitions/queries.server.ts";
import { membershipsOf } from "../../organisations/queries.server.ts";
import { signedIn } from "../../people/viewer.server.ts";
import { Button } from "../../ui/button.tsx";
import { Checkbox, Field, FormError, Select } from "../../ui/field.tsx";
import { Html } from "../../ui/html.tsx";
import { Page, Section } from "../../ui/page.tsx";
import { Time } from "../../ui/time.tsx";
import { useSentence } from "../../ui/use-sentence.tsx";
import { detectLocale } from "../../web/detect-locale.ts";
import { localized } from "../../web/format.ts";
import { sanitizePage } from "../../web/markdown.server.ts";
import { notFound, respondTyped } from "../../web/respond.server.ts";
import { needsOrganisation } from "../eligibility.ts";
import { join } from "../join.server.ts";
import { entryOf, tracksOf } from "../queries.server.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `${data?.title ?? ""} · Podium` }];

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await signedIn(request);
  const locale = detectLocale(request);
  const found = (await competitionBySlug(viewer, params.slug ?? "", new Date())) ?? notFound();
  const entry = await entryOf(viewer, found.id);
  const over = !entry || ["withdrawn", "rejected", "merged"].includes(entry.state);
  if (!over && found.maxTeamsPerPerson === 1) throw redirect(`/competitions/${found.slug}/team`);
  const [tracks, memberships] = await Promise.all([tracksOf(found.id), membershipsOf(viewer)]);
  const here = encodeURIComponent(`/competitions/${found.slug}/join`);
  return {
    title: localized(found.title, locale),
    slug: found.slug,
    rulesVersion: found.rulesVersion,
    html: sanitizePage(localized(found.rules, locale), found.rulesFormat),
    limits: { min: found.minTeamSize, max: found.maxTeamSize, advisors: found.maxAdvisors },
    sameSchool: found.sameSchool,
    openTo: { domains: found.openTo.domains.join(", "), people: found.openTo.people },
    verifiedOnly: found.verifiedMembersOnly,
    entriesUntil: found.entriesUntil,
    timeZone: found.timeZone,
    tracks: tracks.map((t) => ({
      code: t.code,
      name: localized(t.name, locale),
      levels: t.degreeLevels,
    })),
    needsSchool: tracks.some((t) => needsOrganisation(found, t)) || needsOrganisation(found, null),
    schools: memberships
      .filter((m) => m.state !== "refused")
      .map((m) => ({ id: m.id, name: localized(m.name, locale) })),
    addSchool: `/account/organisations?to=${here}`,
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = await signedIn(request);
  const form = await request.formData();
  const slug = params.slug ?? "";
  const text = (name: string) => String(form.get(name) ?? "");
  const outcome = await join({
    viewer,
    slug,
    teamName: text("teamName"),
    track: text("track"),
    organisationId: text("organisationId"),
    acceptRules: form.get("acceptRules") !== null,
    rulesVersion: Number(form.get("rulesVersion")),
    now: new Date(),
  });
  if (!outcome.ok) return respondTyped(outcome.refusal, form);
  return redirect(`/competitions/${slug}/team?entry=${outcome.value.entryId}`);
}

const AT_FIELDS = ["teamName", "track", "organisationId", "acceptRules"];

export default function Join() {
  const c = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const refusal = answer?.refusal;
  const typed = answer?.typed;
  const { t } = useTranslation();
  const say = useSentence();
  const busy = useNavigation().state !== "idle";
  const wrong = (name: string) => (refusal?.field === name ? say(refusal) : undefined);
  return (
    <Page width="narrow" eyebrow={c.title} title={t("entries.join.title")}>
      <Form method="post" className="flex flex-col gap-6">
        {refusal && !AT_FIELDS.includes(refusal.field ?? "") && <FormError>{say(refusal)}</FormError>}
        <ul className="flex list-disc flex-col gap-1 pl-5 text-muted">
          <li>{t("entries.join.limits", c.limits)}</li>
          {c.sameSchool && <li>{t("entries.join.sameSchool")}</li>}
          {c.openTo.domains && <li>{t("entries.join.domains", c.openTo)}</li>}
          {c.openTo.people && <li>{t("entries.join.people")}</li>}
          {c.verifiedOnly && <li>{t("entries.join.verifiedOnly")}</li>}
          {c.entriesUntil && (
            <li>
              {t("entries.join.until")} <Time at={c.entriesUntil} timeZone={c.timeZone} withOwn />
            </li>
          )}
        </ul>
        {c.tracks.length > 1 && (
          <Select
            name="track"
            required
            defaultValue={typed?.track ?? ""}
            label={t("entries.join.track")}
            error={wrong("track")}
          >
            <option value="">{t("entries.join.chooseTrack")}</option>
            {c.tracks.map((track) => (
              <option key={track.code} value={track.code}>
                {track.code} · {track.name}
                {track.levels.length > 0 &&
                  ` (${t("entries.join.levels", {
                    levels: track.levels.map((level) => t(`organisations.level.${level}`)).join(" / "),
                  })})`}
              </option>
            ))}
          </Select>
        )}
        <Field
          name="teamName"
          maxLength={120}
          defaultValue={typed?.teamName}
          label={t("entries.join.teamName")}
          hint={t("entries.join.teamHint")}
          error={wrong("teamName")}
        />
        {(c.needsSchool || c.schools.length > 0) && (
          <div className="flex flex-col gap-2">
            <Select
              name="organisationId"
              defaultValue={typed?.organisationId ?? (c.needsSchool ? (c.schools[0]?.id ?? "") : "")}
              label={t("entries.join.organisation")}
              hint={t("entries.join.organisationHint")}
              error={wrong("organisationId")}
            >
              <option value="">
                {c.needsSchool ? t("entries.join.chooseOrganisation") : t("entries.join.noOrganisation")}
              </option>
              {c.schools.map((school) => (
                <option key={school.id} value={school.id}>
                  {school.name}
                </option>
              ))}
            </Select>
            <Link className="font-semibold text-accent hover:underline" to={c.addSchool}>
              {t("entries.join.addOrganisation")}
            </Link>
          </div>
        )}
        <Section title={t("entries.join.rules")}>
          <Html html={c.html} />
        </Section>
        <input type="hidden" name="rulesVersion" value={c.rulesVersion} />
        <Checkbox
          name="acceptRules"
          required
          defaultChecked={typed?.acceptRules !== undefined}
          label={t("entries.join.accept")}
          error={wrong("acceptRules")}
        />
        <Button type="submit" disabled={busy}>
          {t("entries.join.submit")}
        </Button>
      </Form>
    </Page>
  );
}
