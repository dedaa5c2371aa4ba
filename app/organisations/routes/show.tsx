import {
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { LOCALES, ORGANISATION_KINDS } from "../../../db/vocabulary.ts";
import { signedIn, viewerOf } from "../../people/viewer.server.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Field, FormError, Select } from "../../ui/field.tsx";
import { Page, Section } from "../../ui/page.tsx";
import { useSentence } from "../../ui/use-sentence.tsx";
import { detectLocale } from "../../web/detect-locale.ts";
import { localized } from "../../web/format.ts";
import { notFound, respondTyped } from "../../web/respond.server.ts";
import { mayVerify, organisationBySlug } from "../queries.server.ts";
import { editOrganisation } from "../verify.server.ts";

const LANGUAGES = { en: "English", "zh-Hans": "简体中文", "zh-Hant": "繁體中文" } as const;

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `${data?.shown ?? ""} · Podium` }];

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await viewerOf(request);
  const found = (await organisationBySlug(viewer, params.organisation ?? "")) ?? notFound();
  return { ...found, shown: localized(found.name, detectLocale(request)), verifies: mayVerify(viewer) };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = await signedIn(request);
  const form = await request.formData();
  const slug = params.organisation ?? "";
  const text = (name: string) => String(form.get(name) ?? "");
  const outcome = await editOrganisation({
    viewer,
    slug,
    name: Object.fromEntries(LOCALES.map((locale) => [locale, text(`name.${locale}`)])),
    kind: text("kind"),
    mailDomains: text("mailDomains"),
    now: new Date(),
  });
  return outcome.ok ? redirect(`/organisations/${slug}`) : respondTyped(outcome.refusal, form);
}

export default function Organisation() {
  const o = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { t } = useTranslation();
  const say = useSentence();
  const wrong = (name: string) => (answer?.refusal.field === name ? say(answer.refusal) : undefined);
  return (
    <Page eyebrow={t(`organisations.kind.${o.kind}`)} title={o.shown}>
      {!o.approved && (
        <p>
          <Badge tone="warn">{t("organisations.show.new")}</Badge>
        </p>
      )}
      <p>{t("organisations.show.members", { count: o.members })}</p>
      <p>
        <strong>{t("organisations.show.domains")}:</strong>{" "}
        {o.mailDomains.join(", ") || t("organisations.show.noDomains")}
      </p>
      {o.verifies && (
        <Section title={t("organisations.show.edit")}>
          <Form method="post" className="flex max-w-xl flex-col gap-5">
            {answer && !answer.refusal.field && <FormError>{say(answer.refusal)}</FormError>}
            {LOCALES.map((locale) => (
              <Field
                key={locale}
                name={`name.${locale}`}
                maxLength={120}
                defaultValue={answer?.typed[`name.${locale}`] ?? o.name[locale] ?? ""}
                label={t("organisations.show.nameIn", { language: LANGUAGES[locale] })}
                error={wrong(`name.${locale}`)}
              />
            ))}
            <Select
              name="kind"
              defaultValue={answer?.typed.kind ?? o.kind}
              label={t("organisations.mine.kind")}
              error={wrong("kind")}
            >
              {ORGANISATION_KINDS.map((kind) => (
                <option key={kind} value={kind}>
                  {t(`organisations.kind.${kind}`)}
                </option>
              ))}
            </Select>
            <Field
              name="mailDomains"
              defaultValue={answer?.typed.mailDomains ?? o.mailDomains.join(", ")}
              label={t("organisations.show.domains")}
              hint={t("organisations.show.domainsHint")}
              error={wrong("mailDomains")}
            />
            <div>
              <Button type="submit">{t("organisations.show.approve")}</Button>
            </div>
          </Form>
        </Section>
      )}
    </Page>
  );
}
