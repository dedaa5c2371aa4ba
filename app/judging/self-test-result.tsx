import { Form, useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import type { SelfTest } from "../../judge/contract/protocol.ts";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { Time } from "../ui/time.tsx";

type Tested = {
  id: string;
  name: string;
  selfTest: SelfTest | null;
  selfTestAt: Date | null;
  selfTestWanted: boolean;
};

/**
 * What a host found when it last tested itself, and the button that has it do so again: a form to `action` with
 * `host` and the act `test`. `lends`: it has devices, so how it hands them out is said.
 */
export function SelfTestResult({
  host,
  lends,
  now,
  action,
}: {
  host: Tested;
  lends: boolean;
  now: Date;
  action: string;
}) {
  const { t } = useTranslation();
  const busy = useNavigation().state !== "idle";
  const { selfTest } = host;
  const failed = selfTest?.checks.filter((check) => !check.ok) ?? [];
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-3">
        <span className="text-sm text-muted">{t("judging.devices.selfTest")}</span>
        {selfTest ? (
          <>
            <Badge tone={selfTest.ok ? "good" : "bad"}>
              {t(selfTest.ok ? "judging.devices.passed" : "judging.devices.failed")}
            </Badge>
            {host.selfTestAt && <Time at={host.selfTestAt} style="relative" now={now} />}
            {lends && (
              <span className="text-sm text-muted">
                {t(`judging.devices.way.${selfTest.deviceWay ?? "none"}`)}
              </span>
            )}
          </>
        ) : (
          <span>{t("judging.devices.never")}</span>
        )}
        {host.selfTestWanted ? (
          <span className="text-sm text-muted">{t("judging.devices.waiting")}</span>
        ) : (
          <Form method="post" action={action}>
            <input type="hidden" name="host" value={host.id} />
            <Button
              type="submit"
              name="act"
              value="test"
              variant="quiet"
              size="small"
              disabled={busy}
              aria-label={t("judging.devices.test", { host: host.name })}
            >
              {t("judging.devices.testShort")}
            </Button>
          </Form>
        )}
      </div>
      {failed.length > 0 && (
        <ul className="list-disc pl-6">
          {failed.map((check) => (
            <li key={`${check.name}${check.device ?? ""}`} className="[overflow-wrap:anywhere]">
              <span className="font-semibold">
                {t(`judging.devices.checks.${check.name}`, { device: check.device ?? "" })}
              </span>{" "}
              <span className="text-sm text-muted">{check.detail}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
