import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { CircleCheck, Download } from "lucide-react";
import { useTranslation } from "react-i18next";
import { signedIn } from "../../people/viewer.server.ts";
import { Button, LinkButton } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { FormError } from "../../ui/field.tsx";
import { Page, Section } from "../../ui/page.tsx";
import { Table, Td, Th, Tr } from "../../ui/table.tsx";
import { Time } from "../../ui/time.tsx";
import { useRoot } from "../../ui/use-root.tsx";
import { useSentence } from "../../ui/use-sentence.tsx";
import { localized } from "../../web/format.ts";
import { notFound, respond } from "../../web/respond.server.ts";
import { changeSettings } from "../change-settings.server.ts";
import { confirmImport } from "../confirm-import.server.ts";
import { importReportOf } from "../import-report.server.ts";
import { ImportReport } from "../import-report.tsx";
import { managed } from "../managed.server.ts";

export const handle = { title: "competitions.imported.title" };
export const meta = () => []; // the title is that of `handle`

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { competition } = await managed(request, params.slug);
  const { slug, title, state, timeZone } = competition;
  return {
    competition: { slug, title, state, timeZone },
    ...((await importReportOf(competition)) ?? notFound()),
  };
}

/** POST confirms the dates, or with `intent=builtIn` lets the built-in image run the competition's programs. */
export async function action({ request, params }: ActionFunctionArgs) {
  const viewer = await signedIn(request);
  const slug = params.slug ?? "";
  const command = { viewer, slug, now: new Date() };
  const intent = (await request.formData()).get("intent");
  const outcome =
    intent === "builtIn"
      ? await changeSettings({ ...command, change: { image: null } })
      : await confirmImport(command);
  return outcome.ok ? redirect(`/competitions/${slug}/import`) : respond(outcome.refusal);
}

export default function Imported() {
  const { competition, fileName, report } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const { locale } = useRoot();
  const at = `/competitions/${competition.slug}`;
  const draft = competition.state === "draft";
  return (
    <Page
      eyebrow={
        <Link to={`${at}/manage`} className="hover:underline">
          {localized(competition.title, locale)}
        </Link>
      }
      title={t("competitions.imported.title")}
      lead={t(draft ? "competitions.imported.lead" : "competitions.imported.leadLater", { fileName })}
      actions={
        <>
          <LinkButton variant="quiet" to={`${at}/export`} reloadDocument>
            <Download aria-hidden className="size-4" />
            {t("competitions.imported.export")}
          </LinkButton>
          <LinkButton to={`${at}/manage`}>
            {t(draft ? "competitions.imported.draft" : "manage.sections.overview")}
          </LinkButton>
        </>
      }
    >
      <Dates />
      <Image />
      <ImportReport report={report} />
    </Page>
  );
}

function Dates() {
  const { competition, phases, confirmedAt } = useLoaderData<typeof loader>();
  const refusal = useActionData<typeof action>()?.refusal;
  const { t } = useTranslation();
  const { locale } = useRoot();
  const say = useSentence();
  const { slug, timeZone, state } = competition;
  const cell = (which: "start" | "end", at: Date | string | null, text: string | null | undefined) => (
    <Td className="align-top" label={t(`competitions.imported.${which}`)}>
      <div className="flex min-w-44 flex-col gap-0.5">
        <span>{at ? <Time at={at} timeZone={timeZone} withOwn /> : t("competitions.show.noEnd")}</span>
        <span className="text-sm text-muted">
          {text ? t("competitions.imported.written", { text }) : t("competitions.imported.unwritten")}
        </span>
      </div>
    </Td>
  );
  return (
    <Section title={t("competitions.imported.dates")}>
      {refusal && <FormError>{say(refusal)}</FormError>}
      <Table stacked caption={t("competitions.imported.dates")}>
        <thead>
          <tr>
            <Th>{t("competitions.imported.phase")}</Th>
            <Th>{t("competitions.imported.start")}</Th>
            <Th>{t("competitions.imported.end")}</Th>
          </tr>
        </thead>
        <tbody>
          {phases.map((phase, i) => (
            <Tr key={i}>
              <Td className="align-top font-semibold">{localized(phase.name, locale)}</Td>
              {cell("start", phase.startsAt, phase.written?.start)}
              {cell("end", phase.endsAt, phase.written?.end)}
            </Tr>
          ))}
        </tbody>
      </Table>
      <p className="text-sm text-muted">{t("competitions.imported.zone", { timeZone })}</p>
      {confirmedAt ? (
        <p className="flex items-center gap-2 font-medium text-good">
          <CircleCheck aria-hidden className="size-5 shrink-0" />
          {t("competitions.imported.confirmed")}
        </p>
      ) : (
        state !== "archived" && (
          <Card className="flex flex-col gap-4">
            <div className="flex flex-col gap-1">
              <h3 className="font-display text-lg font-semibold">{t("competitions.imported.ask")}</h3>
              <p className="max-w-3xl text-pretty text-muted">{t("competitions.imported.askText")}</p>
            </div>
            <Form method="post" className="flex flex-wrap gap-3">
              <Button type="submit">{t("competitions.imported.confirm")}</Button>
              <LinkButton variant="quiet" to={`/competitions/${slug}/manage/phases`}>
                {t("competitions.imported.change")}
              </LinkButton>
            </Form>
          </Card>
        )
      )}
    </Section>
  );
}

function Image() {
  const { image, competition } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const { named, runs, pattern } = image;
  return (
    <Section title={t("competitions.imported.image")}>
      <p className="flex max-w-3xl flex-col gap-1 text-pretty">
        <span>
          {named ? t("competitions.imported.imageNamed", { named }) : t("competitions.imported.imageNone")}
        </span>
        <span>
          {runs
            ? t("competitions.imported.imageRuns", { image: runs })
            : t("competitions.imported.imageBuiltIn")}
        </span>
        {pattern && <span className="text-muted">{t("competitions.imported.imageLine", { pattern })}</span>}
      </p>
      {runs && (
        <Card className="flex flex-col gap-4">
          <p className="max-w-3xl text-pretty font-medium text-warn">
            {t("competitions.imported.imageNeeded", { image: runs })}
          </p>
          {competition.state !== "archived" && (
            <Form method="post" className="flex flex-wrap items-center gap-x-6 gap-y-3">
              <input type="hidden" name="intent" value="builtIn" />
              <Button type="submit" variant="quiet">
                {t("competitions.imported.useBuiltIn")}
              </Button>
              <span className="text-sm text-muted">{t("competitions.imported.builtInHas")}</span>
            </Form>
          )}
        </Card>
      )}
    </Section>
  );
}
