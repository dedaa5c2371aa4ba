import {
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { signedIn, viewerOf } from "../../people/viewer.server.ts";
import { Button, LinkButton } from "../../ui/button.tsx";
import { Checkbox, FormError } from "../../ui/field.tsx";
import { Html } from "../../ui/html.tsx";
import { Page, Section } from "../../ui/page.tsx";
import { useSentence } from "../../ui/use-sentence.tsx";
import { detectLocale } from "../../web/detect-locale.ts";
import { localized } from "../../web/format.ts";
import { sanitizePage } from "../../web/markdown.server.ts";
import { notFound, respond } from "../../web/respond.server.ts";
import { joinTeam } from "../join-team.server.ts";
import { invitation } from "../queries.server.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.teamName ?? ""} · Podium` },
];

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await viewerOf(request);
  const locale = detectLocale(request);
  const inviteCode = params.inviteCode ?? "";
  const found = (await invitation(viewer, inviteCode)) ?? notFound();
  if (found.isMember) throw redirect(`/competitions/${found.slug}/team`);
  return {
    inviteCode,
    teamName: found.teamName,
    title: localized(found.title, locale),
    members: found.members,
    html: sanitizePage(localized(found.rules, locale), found.rulesFormat),
    known: viewer.person !== null,
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = await signedIn(request);
  const form = await request.formData();
  const outcome = await joinTeam({
    viewer,
    inviteCode: params.inviteCode ?? "",
    acceptRules: form.get("acceptRules") !== null,
    now: new Date(),
  });
  if (!outcome.ok) return respond(outcome.refusal);
  return redirect(outcome.value.slug ? `/competitions/${outcome.value.slug}/team` : "/competitions");
}

export default function Invitation() {
  const { inviteCode, teamName, title, members, html, known } = useLoaderData<typeof loader>();
  const refusal = useActionData<typeof action>()?.refusal;
  const { t } = useTranslation();
  const say = useSentence();
  return (
    <Page width="narrow" eyebrow={title} title={t("teams.invitation.title", { team: teamName })}>
      {refusal && <FormError>{say(refusal)}</FormError>}
      <Section title={t("teams.show.members")}>
        <p>{members.map((m) => m.name).join(" · ")}</p>
      </Section>
      <Section title={t("entries.join.rules")}>
        <Html html={html} />
      </Section>
      {known ? (
        <Form method="post" className="flex flex-col items-start gap-6">
          <Checkbox name="acceptRules" required label={t("entries.join.accept")} />
          <Button type="submit">{t("teams.invitation.accept")}</Button>
        </Form>
      ) : (
        <LinkButton to={`/sign-in?to=${encodeURIComponent(`/teams/${inviteCode}`)}`}>
          {t("teams.invitation.signIn")}
        </LinkButton>
      )}
    </Page>
  );
}
