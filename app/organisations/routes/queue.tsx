import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { acceptWhoWaits } from "../../entries/accept-if-ready.server.ts";
import { signedIn } from "../../people/viewer.server.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Field, FormError } from "../../ui/field.tsx";
import { Page, Section } from "../../ui/page.tsx";
import { Pager } from "../../ui/pager.tsx";
import { Time } from "../../ui/time.tsx";
import { useSentence } from "../../ui/use-sentence.tsx";
import { detectLocale } from "../../web/detect-locale.ts";
import { localized } from "../../web/format.ts";
import { notFound, respondTyped } from "../../web/respond.server.ts";
import { mayVerify, newOrganisations, pendingMemberships } from "../queries.server.ts";
import { decideMembership } from "../verify.server.ts";

export const handle = { title: "organisations.queue.title" };
export const meta = () => []; // the title is that of `handle`

export async function loader({ request }: LoaderFunctionArgs) {
  const viewer = await signedIn(request);
  if (!mayVerify(viewer)) notFound();
  const locale = detectLocale(request);
  const page = Number(new URL(request.url).searchParams.get("page")) || 1;
  const [waiting, fresh] = await Promise.all([pendingMemberships(viewer, page), newOrganisations(viewer)]);
  return {
    ...waiting,
    rows: waiting.rows.map((r) => ({ ...r, organisation: localized(r.organisation, locale) })),
    fresh: fresh.map((o) => ({ ...o, name: localized(o.name, locale) })),
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const viewer = await signedIn(request);
  if (!mayVerify(viewer)) notFound();
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? "");
  const outcome = await decideMembership({
    viewer,
    organisationId: text("organisationId"),
    personId: text("personId"),
    state: form.get("what") === "verified" ? "verified" : "refused",
    reason: text("reason"),
    now: new Date(),
    onVerified: acceptWhoWaits,
  });
  return outcome.ok ? redirect("/operate/organisations") : respondTyped(outcome.refusal, form);
}

export default function Queue() {
  const c = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { t } = useTranslation();
  const say = useSentence();
  return (
    <Page title={t("organisations.queue.title")} lead={t("organisations.queue.lead")}>
      {answer && !answer.refusal.field && <FormError>{say(answer.refusal)}</FormError>}
      <Section title={t("organisations.queue.pending", { count: c.total })}>
        {c.rows.length === 0 && <p className="text-muted">{t("organisations.queue.none")}</p>}
        <ul className="flex flex-col gap-4">
          {c.rows.map((row) => {
            const mine =
              answer?.typed.personId === row.personId && answer.typed.organisationId === row.organisationId;
            return (
              <li
                key={`${row.organisationId} ${row.personId}`}
                className="grid gap-4 rounded-2xl border border-line bg-surface p-5 lg:grid-cols-[1fr_1fr]"
              >
                <div className="flex min-w-0 flex-col gap-1">
                  <p>
                    <bdi className="font-semibold">{row.name}</bdi>{" "}
                    <span className="break-all text-muted">{row.email}</span>
                  </p>
                  <p className="flex flex-wrap items-center gap-2">
                    <Link className="underline" to={`/organisations/${row.slug}`}>
                      {row.organisation}
                    </Link>
                    {!row.approved && <Badge tone="warn">{t("organisations.show.new")}</Badge>}
                  </p>
                  <p className="text-muted">
                    {[
                      row.degreeLevel && t(`organisations.level.${row.degreeLevel}`),
                      row.department,
                      row.memberNumber,
                    ]
                      .filter(Boolean)
                      .join(" · ")}
                  </p>
                  <p className="text-sm text-muted">
                    <Time at={row.createdAt} />
                  </p>
                  <p>
                    {t("organisations.queue.proof")}:{" "}
                    {row.documentName ? (
                      <a
                        className="break-all font-semibold underline"
                        href={`/operate/organisations/${row.organisationId}/${row.personId}/proof`}
                      >
                        {row.documentName}
                      </a>
                    ) : (
                      t("organisations.queue.noProof")
                    )}
                  </p>
                </div>
                <Form method="post" className="flex flex-col items-start gap-3">
                  <input type="hidden" name="organisationId" value={row.organisationId} />
                  <input type="hidden" name="personId" value={row.personId} />
                  <div className="w-full">
                    <Field
                      name="reason"
                      maxLength={1000}
                      defaultValue={mine ? answer?.typed.reason : undefined}
                      label={t("organisations.queue.reason", { name: row.name })}
                      error={mine && answer?.refusal.field === "reason" ? say(answer.refusal) : undefined}
                    />
                  </div>
                  <div className="flex flex-wrap gap-2">
                    <Button type="submit" name="what" value="verified" size="small">
                      {t("organisations.queue.approve")}
                    </Button>
                    <Button type="submit" name="what" value="refused" size="small" variant="danger">
                      {t("organisations.queue.refuse")}
                    </Button>
                  </div>
                </Form>
              </li>
            );
          })}
        </ul>
        <Pager page={c.page} pages={c.pages} />
      </Section>
      <Section title={t("organisations.queue.fresh")}>
        {c.fresh.length === 0 ? (
          <p className="text-muted">{t("organisations.queue.noFresh")}</p>
        ) : (
          <ul className="flex flex-col gap-2">
            {c.fresh.map((o) => (
              <li key={o.id}>
                <Link className="font-semibold underline" to={`/organisations/${o.slug}`}>
                  {o.name}
                </Link>{" "}
                <span className="text-muted">{t(`organisations.kind.${o.kind}`)}</span>
              </li>
            ))}
          </ul>
        )}
      </Section>
    </Page>
  );
}
