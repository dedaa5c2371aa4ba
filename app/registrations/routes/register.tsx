import {
  type ActionFunctionArgs,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Form, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { EditionTabs } from "../../forums/edition-header.tsx";
import { editionBySlug } from "../../forums/queries.server.ts";
import { signedIn, viewerOf } from "../../people/viewer.server.ts";
import { Button, LinkButton } from "../../ui/button.tsx";
import { Empty } from "../../ui/empty.tsx";
import { FormError } from "../../ui/field.tsx";
import { Page } from "../../ui/page.tsx";
import { localeOf, useRoot } from "../../ui/use-root.tsx";
import { useSentence } from "../../ui/use-sentence.tsx";
import { localized } from "../../web/format.ts";
import { notFound, respond } from "../../web/respond.server.ts";
import { placeOf, ticketKindsOf } from "../queries.server.ts";
import { register } from "../register.server.ts";
import { TicketKindChoice } from "../ticket-kind-choice.tsx";

export const meta: MetaFunction<typeof loader> = ({ data, matches }) => [
  { title: data ? `${localized(data.edition.name, localeOf(matches))} · Podium` : "Podium" },
];

export async function loader({ request, params }: LoaderFunctionArgs) {
  const viewer = await viewerOf(request);
  const edition = (await editionBySlug(viewer, params.forum ?? "", params.edition ?? "")) ?? notFound();
  const place = await placeOf(viewer, edition.id);
  if (place) throw redirect(`/tickets/${place.ticketCode}`);
  return { edition, kinds: await ticketKindsOf(edition.id, new Date()), signedIn: viewer.person !== null };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = await signedIn(request);
  const form = await request.formData();
  const outcome = await register({
    viewer,
    forumSlug: params.forum ?? "",
    editionSlug: params.edition ?? "",
    ticketKindId: String(form.get("ticketKindId") ?? ""),
    now: new Date(),
  });
  return outcome.ok ? redirect(`/tickets/${outcome.value.ticketCode}`) : respond(outcome.refusal);
}

export default function Register() {
  const { edition, kinds, signedIn } = useLoaderData<typeof loader>();
  const refusal = useActionData<typeof action>()?.refusal;
  const { t } = useTranslation();
  const say = useSentence();
  const { locale } = useRoot();
  const busy = useNavigation().state !== "idle";
  const open = kinds.filter((k) => k.availability === "available");
  const [chosen, choose] = useState(open[0]?.id);
  const here = `/forums/${edition.forumSlug}/${edition.slug}/register`;
  return (
    <Page width="narrow" eyebrow={localized(edition.name, locale)} title={t("registrations.register.title")}>
      <EditionTabs edition={edition} />
      {kinds.length === 0 ? (
        <Empty title={t("registrations.register.noKindsTitle")}>{t("registrations.register.noKinds")}</Empty>
      ) : (
        <Form method="post" className="flex flex-col gap-6">
          {refusal && <FormError>{say(refusal)}</FormError>}
          <fieldset className="flex flex-col gap-3">
            <legend className="pb-3 font-display text-lg font-semibold">
              {t("registrations.register.choose")}
            </legend>
            {kinds.map((kind) => (
              <TicketKindChoice
                key={kind.id}
                kind={kind}
                timeZone={edition.timeZone}
                checked={chosen === kind.id}
                onChoose={() => choose(kind.id)}
              />
            ))}
          </fieldset>
          {signedIn ? (
            <Button type="submit" disabled={busy || open.length === 0}>
              {t("registrations.register.submit")}
            </Button>
          ) : (
            <div className="flex flex-col items-start gap-3">
              <LinkButton to={`/sign-in?to=${encodeURIComponent(here)}`}>
                {t("registrations.register.signInFirst")}
              </LinkButton>
              <p className="text-sm text-muted">{t("registrations.register.signInWhy")}</p>
            </div>
          )}
        </Form>
      )}
    </Page>
  );
}
