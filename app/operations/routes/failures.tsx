import type { LoaderFunctionArgs } from "@remix-run/node";
import { Form, Link, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { CAUSES, type Cause, stateAfter } from "../../../judge/contract/verdict.ts";
import { signedIn } from "../../people/viewer.server.ts";
import { Button, LinkButton } from "../../ui/button.tsx";
import { Select } from "../../ui/field.tsx";
import { Page } from "../../ui/page.tsx";
import { Table, Td, Th, Tr } from "../../ui/table.tsx";
import { Time } from "../../ui/time.tsx";
import { useRoot } from "../../ui/use-root.tsx";
import { localized } from "../../web/format.ts";
import { notFound } from "../../web/respond.server.ts";
import { failedRuns } from "../failures.server.ts";

export const handle = { title: "operations.failed.title" };
export const meta = () => []; // the title is that of `handle`

/** Those that a run can have failed with, the platform's own first. */
const FAILURES: readonly Cause[] = CAUSES.filter((cause) => stateAfter(cause) === "failed").toReversed();

export async function loader({ request }: LoaderFunctionArgs) {
  const asked = new URL(request.url).searchParams;
  const cause = FAILURES.find((known) => known === asked.get("cause")) ?? "judge_broke";
  const before = new Date(asked.get("before") ?? Number.NaN);
  const found = await failedRuns(await signedIn(request), {
    cause,
    before: Number.isNaN(before.getTime()) ? null : before,
  });
  return { cause, later: asked.has("before"), now: new Date(), ...(found ?? notFound()) };
}

export default function Failures() {
  const { cause, list, next, later, now } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const { locale } = useRoot();
  const here = `/operate/failures?cause=${cause}`;
  return (
    <Page
      title={t("operations.failed.title")}
      lead={t("operations.failed.lead")}
      eyebrow={
        <Link to="/operate" className="hover:underline">
          {t("operations.title")}
        </Link>
      }
    >
      <Form method="get" className="flex flex-wrap items-end gap-4" key={cause}>
        <Select name="cause" label={t("operations.failed.cause")} defaultValue={cause}>
          {FAILURES.map((known) => (
            <option key={known} value={known}>
              {t(`judging.endings.${known}`)}
            </option>
          ))}
        </Select>
        <Button type="submit" variant="quiet">
          {t("operations.failed.show")}
        </Button>
      </Form>
      {list.length === 0 ? (
        <p className="text-muted">{t("operations.failed.none")}</p>
      ) : (
        <Table stacked caption={t("operations.failed.title")}>
          <thead>
            <Tr>
              <Th>{t("operations.submission")}</Th>
              <Th>{t("operations.when")}</Th>
              <Th>{t("operations.host")}</Th>
              <Th>{t("operations.detail")}</Th>
            </Tr>
          </thead>
          <tbody>
            {list.map((run) => (
              <Tr key={run.id}>
                <Td className="font-semibold [overflow-wrap:anywhere]">
                  <Link to={`/submissions/${run.submissionId}`} className="text-accent hover:underline">
                    {localized(run.competition, locale)} #{run.number}
                  </Link>
                </Td>
                <Td label={t("operations.when")} className="whitespace-nowrap">
                  {run.at && <Time at={run.at} style="relative" now={now} />}
                </Td>
                <Td label={t("operations.host")}>{run.host ?? t("operations.none")}</Td>
                <Td
                  label={t("operations.detail")}
                  className="max-w-96 text-sm text-muted [overflow-wrap:anywhere]"
                >
                  {run.detail || t("operations.none")}
                </Td>
              </Tr>
            ))}
          </tbody>
        </Table>
      )}
      {(next || later) && (
        <div className="flex flex-wrap gap-3">
          {later && (
            <LinkButton to={here} variant="quiet">
              {t("operations.failed.newest")}
            </LinkButton>
          )}
          {next && (
            <LinkButton to={`${here}&before=${next.toISOString()}`} variant="quiet">
              {t("operations.failed.older")}
            </LinkButton>
          )}
        </div>
      )}
    </Page>
  );
}
