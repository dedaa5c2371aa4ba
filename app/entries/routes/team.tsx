import {
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { CompetitionTabs } from "../../competitions/competition-tabs.tsx";
import { competitionBySlug } from "../../competitions/queries.server.ts";
import { detectLocale } from "../../i18n.ts";
import { signedIn } from "../../people/viewer.server.ts";
import { turnInvite } from "../../teams/turn-invite.server.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Field, FormError } from "../../ui/field.tsx";
import { Page, Section } from "../../ui/page.tsx";
import { useSentence } from "../../ui/use-sentence.tsx";
import { localized } from "../../web/format.ts";
import { notFound, respond } from "../../web/respond.server.ts";
import { leave } from "../join.server.ts";
import { entryOf } from "../queries.server.ts";

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `${data?.title ?? ""} · Podium` }];

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await signedIn(request);
  const found = (await competitionBySlug(viewer, params.slug ?? "", new Date())) ?? notFound();
  const entry = await entryOf(viewer, found.id);
  if (!entry) throw redirect(`/competitions/${found.slug}/join`);
  return {
    title: localized(found.title, detectLocale(request)),
    slug: found.slug,
    pages: found.pages.map((p) => ({ position: p.position, title: p.title })),
    hasDeliverables: found.hasDeliverables,
    entry,
    invite: new URL(`/teams/${entry.inviteCode}`, request.url).href,
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = await signedIn(request);
  const form = await request.formData();
  const teamId = String(form.get("teamId") ?? "");
  const leaving = form.get("what") === "leave";
  const outcome = leaving ? await leave({ viewer, teamId }) : await turnInvite({ viewer, teamId });
  if (!outcome.ok) return respond(outcome.refusal);
  return redirect(`/competitions/${params.slug}${leaving ? "" : "/team"}`);
}

export default function Team() {
  const { title, slug, pages, hasDeliverables, entry, invite } = useLoaderData<typeof loader>();
  const refusal = useActionData<typeof action>()?.refusal;
  const { t } = useTranslation();
  const say = useSentence();
  return (
    <Page eyebrow={title} title={entry.teamName}>
      <CompetitionTabs slug={slug} pages={pages} joined deliverables={hasDeliverables} />
      {refusal && <FormError>{say(refusal)}</FormError>}
      <p className="flex flex-wrap items-center gap-3">
        <Badge tone={entry.state === "accepted" ? "good" : "warn"}>{t(`entries.state.${entry.state}`)}</Badge>
        {entry.stateReason}
      </p>
      <Section title={t("teams.show.members")}>
        <ul className="flex flex-col gap-2">
          {entry.members.map((m) => (
            <li key={m.personId}>
              {m.name} <span className="text-sm text-muted">· {t(`teams.show.${m.role}`)}</span>
            </li>
          ))}
        </ul>
      </Section>
      <Form method="post" className="flex flex-col items-start gap-5">
        <input type="hidden" name="teamId" value={entry.teamId} />
        <div className="w-full max-w-xl">
          <Field
            readOnly
            name="invite"
            value={invite}
            label={t("teams.show.invite")}
            hint={t("teams.show.inviteHint")}
          />
        </div>
        <div className="flex flex-wrap gap-3">
          {entry.role === "captain" && (
            <Button type="submit" name="what" value="turn" variant="quiet">
              {t("teams.show.turn")}
            </Button>
          )}
          <Button type="submit" name="what" value="leave" variant="danger">
            {t("teams.show.leave")}
          </Button>
        </div>
      </Form>
    </Page>
  );
}
