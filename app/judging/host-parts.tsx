import { useTranslation } from "react-i18next";
import { Alert } from "../ui/alert.tsx";
import { Badge, type Tone } from "../ui/badge.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { useRoot } from "../ui/use-root.tsx";
import { formatBytes } from "../web/format.ts";
import type { HostProblem } from "./host-problem.ts";

type State = "active" | "draining" | "disabled";
const TONES: Record<State | "silent", Tone> = {
  active: "good",
  silent: "bad",
  draining: "warn",
  disabled: "neutral",
};

/** Whether a host takes work now. */
export function HostState({ host }: { host: { state: State; alive: boolean } }) {
  const { t } = useTranslation();
  const state = host.state === "active" && !host.alive ? "silent" : host.state;
  return <Badge tone={TONES[state]}>{t(`judging.hosts.${state}`)}</Badge>;
}

/** What is wrong with a host, in a sentence each. */
export function useHostWarnings() {
  const { t } = useTranslation();
  const { locale } = useRoot();
  return (host: {
    problem: HostProblem | null;
    clockWrong: boolean;
    clockSkewMs: number | null;
    facts: { diskFull: boolean; diskFreeBytes: number | null } | null;
  }): string[] => {
    const seconds = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
    const skew = host.clockSkewMs ?? 0;
    return [
      host.problem?.kind === "protocol" && t("judging.hosts.problems.protocol", host.problem),
      host.problem?.kind === "replaced" && t("judging.hosts.problems.replaced"),
      host.facts?.diskFull &&
        t("judging.hosts.problems.disk", { free: formatBytes(host.facts.diskFreeBytes ?? 0, locale) }),
      host.clockWrong &&
        t(skew > 0 ? "judging.hosts.problems.clockAhead" : "judging.hosts.problems.clockBehind", {
          seconds: seconds.format(Math.abs(skew) / 1000),
        }),
    ].filter((sentence) => typeof sentence === "string");
  };
}

/** The token of a host, which is shown this once, and the command that starts a judge with it. */
export function NewToken({ token, url }: { token: string; url: string }) {
  const { t } = useTranslation();
  return (
    <Alert tone="good" title={t("judging.hosts.tokenOnce")}>
      <div className="flex flex-col gap-3 text-ink">
        <p>{t("judging.hosts.tokenHow")}</p>
        <Code label={t("judging.hosts.token")}>{token}</Code>
        <Code label={t("judging.hosts.command")}>{`npx podium judge start --url ${url} --token-file -`}</Code>
        <p className="text-sm">{t("judging.hosts.tokenFile")}</p>
      </div>
    </Alert>
  );
}

function Code({ label, children }: { label: string; children: string }) {
  return (
    <figure className="flex flex-col gap-1">
      <figcaption className="text-sm font-semibold">{label}</figcaption>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-xl bg-surface px-4 py-3">
        <pre className="min-w-0 select-all whitespace-pre-wrap break-all font-mono text-sm">{children}</pre>
        <CopyButton text={children} />
      </div>
    </figure>
  );
}
