import {
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { signedIn, viewerOf } from "../../people/viewer.server.ts";
import { Alert } from "../../ui/alert.tsx";
import { Button, LinkButton } from "../../ui/button.tsx";
import { Checkbox, FormError } from "../../ui/field.tsx";
import { Html } from "../../ui/html.tsx";
import { Page, Section } from "../../ui/page.tsx";
import { useSentence } from "../../ui/use-sentence.tsx";
import { detectLocale } from "../../web/detect-locale.ts";
import { localized } from "../../web/format.ts";
import { sanitizePage } from "../../web/markdown.server.ts";
import { notFound, respond } from "../../web/respond.server.ts";
import { acceptInvitation } from "../join-team.server.ts";
import { mailedInvitation } from "../queries.server.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.teamName ?? ""} · Podium` },
];
export const headers = () => ({ "Cache-Control": "private, no-store" });

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await viewerOf(request);
  const locale = detectLocale(request);
  const found = (await mailedInvitation(viewer, params.secret ?? "", new Date())) ?? notFound();
  if (found.isMember) throw redirect(`/competitions/${found.slug}/team`);
  const here = encodeURIComponent(`/invitations/${params.secret}`);
  return {
    teamName: found.teamName,
    role: found.role,
    title: localized(found.title, locale),
    members: found.members,
    school: found.sameSchool && found.school ? localized(found.school, locale) : null,
    html: sanitizePage(localized(found.rules, locale), found.rulesFormat),
    over: found.over,
    known: viewer.person !== null,
    here,
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = await signedIn(request);
  const form = await request.formData();
  const outcome = await acceptInvitation({
    viewer,
    secret: params.secret ?? "",
    acceptRules: form.get("acceptRules") !== null,
    now: new Date(),
  });
  if (!outcome.ok) return respond(outcome.refusal);
  return redirect(outcome.value.slug ? `/competitions/${outcome.value.slug}/team` : "/competitions");
}

export default function MailedInvitation() {
  const { teamName, role, title, members, school, html, over, known, here } = useLoaderData<typeof loader>();
  const refusal = useActionData<typeof action>()?.refusal;
  const { t } = useTranslation();
  const say = useSentence();
  return (
    <Page
      width="narrow"
      eyebrow={title}
      title={t("teams.invitation.title", { team: teamName })}
      lead={t("teams.invitation.asRole", { role: t(`teams.show.${role}`) })}
    >
      {refusal && <FormError>{say(refusal)}</FormError>}
      {over && <Alert tone="warn">{t(`teams.invitation.${over}`)}</Alert>}
      <Section title={t("teams.show.members")}>
        <p>{members.map((m) => m.name).join(" · ")}</p>
      </Section>
      {!over && (
        <>
          {school && known && (
            <Alert>
              {t("teams.invitation.school", { school })}{" "}
              <Link className="font-semibold underline" to={`/account/organisations?to=${here}`}>
                {t("teams.invitation.schoolLink")}
              </Link>
            </Alert>
          )}
          <Section title={t("entries.join.rules")}>
            <Html html={html} />
          </Section>
          {known ? (
            <Form method="post" className="flex flex-col items-start gap-6">
              <Checkbox name="acceptRules" required label={t("entries.join.accept")} />
              <Button type="submit">{t("teams.invitation.accept")}</Button>
            </Form>
          ) : (
            <div className="flex flex-wrap gap-3">
              <LinkButton to={`/sign-in?to=${here}`}>{t("teams.invitation.signIn")}</LinkButton>
              <LinkButton variant="quiet" to={`/sign-up?to=${here}`}>
                {t("teams.invitation.signUp")}
              </LinkButton>
            </div>
          )}
        </>
      )}
    </Page>
  );
}
