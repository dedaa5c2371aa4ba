import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Link, useActionData, useLoaderData } from "@remix-run/react";
import { clsx } from "clsx";
import { useTranslation } from "react-i18next";
import { resumeHost } from "../../judging/change-hosts.server.ts";
import { wantDeviceBack } from "../../judging/operate-devices.server.ts";
import { mayOperate } from "../../people/permissions.ts";
import { signedIn } from "../../people/viewer.server.ts";
import { LinkButton } from "../../ui/button.tsx";
import { FormError } from "../../ui/field.tsx";
import { Page, Section } from "../../ui/page.tsx";
import { Stat } from "../../ui/stat.tsx";
import { useRefresh } from "../../ui/use-refresh.tsx";
import { useRoot } from "../../ui/use-root.tsx";
import { useSentence } from "../../ui/use-sentence.tsx";
import { notFound, statusOf } from "../../web/respond.server.ts";
import { acknowledgeAlert } from "../acknowledge.server.ts";
import { overviewFor } from "../overview.server.ts";
import { OverviewCharts } from "../overview-charts.tsx";
import { BrokeTable, HostTable, WaitingTable } from "../overview-tables.tsx";
import { OverList, TroubleList } from "../trouble-list.tsx";

export const handle = { title: "operations.title" };
export const meta = () => []; // the title is that of `handle`

const REFRESH_S = 15;

export async function loader({ request }: LoaderFunctionArgs) {
  const now = new Date();
  const days = new URL(request.url).searchParams.get("days") === "7" ? (7 as const) : (1 as const);
  const overview = (await overviewFor(await signedIn(request), { days, now })) ?? notFound();
  return { now, days, overview };
}

export async function action({ request }: ActionFunctionArgs) {
  const viewer = await signedIn(request);
  if (!mayOperate(viewer)) notFound();
  const now = new Date();
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? "");
  const acts = {
    acknowledge: () => acknowledgeAlert({ viewer, id: text("alert"), now }),
    resume: () => resumeHost({ viewer, id: text("host"), now }),
    test: () => wantDeviceBack({ viewer, hostId: text("host"), deviceId: text("device"), now }),
  };
  const act = text("act");
  if (act !== "acknowledge" && act !== "resume" && act !== "test") notFound();
  const done = await acts[act]();
  if (done.ok) return redirect("/operate");
  return data({ refusal: done.refusal }, { status: statusOf(done.refusal.code) });
}

export default function OverviewPage() {
  const { overview, days, now } = useLoaderData<typeof loader>();
  const refusal = useActionData<typeof action>()?.refusal;
  const { t } = useTranslation();
  const { locale } = useRoot();
  const say = useSentence();
  useRefresh(REFRESH_S * 1000);
  const number = new Intl.NumberFormat(locale);
  const { figures } = overview;
  return (
    <Page
      title={t("operations.title")}
      lead={t("operations.lead")}
      width="wide"
      actions={
        <>
          <LinkButton to="/operate/hosts" variant="quiet">
            {t("judging.hosts.title")}
          </LinkButton>
          <LinkButton to="/operate/devices" variant="quiet">
            {t("judging.devices.title")}
          </LinkButton>
          <LinkButton to="/operate/failures" variant="quiet">
            {t("operations.failed.title")}
          </LinkButton>
        </>
      }
    >
      {refusal && <FormError>{say(refusal)}</FormError>}
      <Section title={t("operations.wrong")}>
        <TroubleList troubles={overview.troubles} now={now} />
        <OverList over={overview.over} now={now} />
      </Section>
      <dl className="grid grid-cols-3 gap-6">
        <Stat label={t("operations.figures.waiting")} value={number.format(figures.waiting)} />
        <Stat label={t("operations.figures.atWork")} value={number.format(figures.atWork)} />
        <Stat label={t("operations.figures.hosts")} value={number.format(figures.hosts)} />
      </dl>
      <Section title={t("operations.waiting")}>
        <WaitingTable overview={overview} now={now} />
      </Section>
      <Section title={t("operations.hosts")}>
        <HostTable overview={overview} now={now} />
      </Section>
      <div className="flex flex-wrap items-center justify-between gap-4">
        <nav aria-label={t("operations.spans.label")} className="flex gap-2">
          <Span days={1} shown={days} label={t("operations.spans.day")} />
          <Span days={7} shown={days} label={t("operations.spans.week")} />
        </nav>
        <p className="text-sm text-muted">{t("operations.refreshed", { seconds: REFRESH_S })}</p>
      </div>
      <OverviewCharts overview={overview} now={now} />
      <Section title={t("operations.broke")}>
        <BrokeTable overview={overview} now={now} />
      </Section>
    </Page>
  );
}

function Span({ days, shown, label }: { days: number; shown: number; label: string }) {
  const current = days === shown;
  return (
    <Link
      to={days === 1 ? "/operate" : `/operate?days=${days}`}
      preventScrollReset
      aria-current={current ? "page" : undefined}
      className={clsx(
        "inline-flex min-h-11 items-center rounded-full border px-5 font-semibold",
        current
          ? "border-accent bg-accent-soft text-accent"
          : "border-line bg-surface text-muted hover:text-ink",
      )}
    >
      {label}
    </Link>
  );
}
