import {
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Form, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { competitionBySlug } from "../../competitions/queries.server.ts";
import { detectLocale } from "../../i18n.ts";
import { signedIn } from "../../people/viewer.server.ts";
import { Button } from "../../ui/button.tsx";
import { Checkbox, Field, FormError } from "../../ui/field.tsx";
import { Html } from "../../ui/html.tsx";
import { Page, Section } from "../../ui/page.tsx";
import { useSentence } from "../../ui/use-sentence.tsx";
import { localized } from "../../web/format.ts";
import { sanitizePage } from "../../web/markdown.server.ts";
import { notFound, respond } from "../../web/respond.server.ts";
import { join } from "../join.server.ts";
import { entryOf } from "../queries.server.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `${data?.title ?? ""} · Podium` }];

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await signedIn(request);
  const locale = detectLocale(request);
  const found = (await competitionBySlug(viewer, params.slug ?? "", new Date())) ?? notFound();
  if (await entryOf(viewer, found.id)) throw redirect(`/competitions/${found.slug}/team`);
  return {
    title: localized(found.title, locale),
    rulesVersion: found.rulesVersion,
    html: sanitizePage(localized(found.rules, locale), found.rulesFormat),
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = await signedIn(request);
  const form = await request.formData();
  const slug = params.slug ?? "";
  const outcome = await join({
    viewer,
    slug,
    teamName: String(form.get("teamName") ?? ""),
    acceptRules: form.get("acceptRules") !== null,
    rulesVersion: Number(form.get("rulesVersion")),
    now: new Date(),
  });
  return outcome.ok ? redirect(`/competitions/${slug}/team`) : respond(outcome.refusal);
}

export default function Join() {
  const { title, rulesVersion, html } = useLoaderData<typeof loader>();
  const refusal = useActionData<typeof action>()?.refusal;
  const { t } = useTranslation();
  const say = useSentence();
  const busy = useNavigation().state !== "idle";
  return (
    <Page width="narrow" eyebrow={title} title={t("entries.join.title")}>
      <Form method="post" className="flex flex-col gap-6">
        {refusal && <FormError>{say(refusal)}</FormError>}
        <Field
          name="teamName"
          maxLength={60}
          label={t("entries.join.teamName")}
          hint={t("entries.join.teamHint")}
        />
        <Section title={t("entries.join.rules")}>
          <Html html={html} />
        </Section>
        <input type="hidden" name="rulesVersion" value={rulesVersion} />
        <Checkbox name="acceptRules" required label={t("entries.join.accept")} />
        <Button type="submit" disabled={busy}>
          {t("entries.join.submit")}
        </Button>
      </Form>
    </Page>
  );
}
