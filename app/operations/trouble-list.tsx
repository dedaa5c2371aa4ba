import { Form, useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Button, LinkButton } from "../ui/button.tsx";
import { Card } from "../ui/card.tsx";
import { Time } from "../ui/time.tsx";
import { useRoot } from "../ui/use-root.tsx";
import { formatDuration } from "../web/format.ts";
import type { Overview } from "./overview.server.ts";
import { type Say, troublePath, troubleSentence, troubleTitle } from "./trouble-words.ts";

type Shown = Overview["troubles"][number];

/** The words of a trouble: the union of all keys is too large for t()'s overloads. */
export function useSay(): Say {
  const { t } = useTranslation();
  return (key, values) => (t as (key: string, values?: object) => string)(key, values);
}

/** All that is wrong, each in a sentence with the button that mends it; what somebody looks after comes last. */
export function TroubleList({ troubles, now }: { troubles: readonly Shown[]; now: Date }) {
  const { t } = useTranslation();
  if (troubles.length === 0)
    return (
      <Card className="border-good bg-good-soft">
        <p className="font-display text-lg font-semibold text-good">{t("operations.allWell")}</p>
        <p>{t("operations.allWellText")}</p>
      </Card>
    );
  const sorted = troubles.toSorted((a, b) => Number(isSeen(a)) - Number(isSeen(b)));
  return (
    <ul className="flex flex-col gap-4">
      {sorted.map((one) => (
        <li key={`${one.trouble.kind} ${one.trouble.subject}`}>
          <TroubleCard shown={one} now={now} />
        </li>
      ))}
    </ul>
  );
}

const isSeen = ({ alert }: Shown) => alert?.seenAt != null;

function TroubleCard({ shown, now }: { shown: Shown; now: Date }) {
  const { trouble, alert } = shown;
  const { t } = useTranslation();
  const { locale } = useRoot();
  const say = useSay();
  const busy = useNavigation().state !== "idle";
  const title = troubleTitle(trouble, say);
  return (
    <Card className={isSeen(shown) ? "" : "border-bad bg-bad-soft"}>
      <div className="flex flex-wrap items-start justify-between gap-x-8 gap-y-4">
        <div className="flex min-w-0 max-w-3xl flex-col gap-1">
          <h3
            className={`font-display text-lg font-semibold [overflow-wrap:anywhere] ${isSeen(shown) ? "" : "text-bad"}`}
          >
            {title}
          </h3>
          <p className="[overflow-wrap:anywhere]">{troubleSentence(trouble, { say, locale, now })}</p>
          {alert && (
            <p className="text-sm text-muted">
              {t("operations.since")} <Time at={alert.openedAt} style="relative" now={now} />
              {" · "}
              {t(alert.mailedAt ? "operations.mailed" : "operations.notMailed")}
              {alert.seenAt && (
                <>
                  {" · "}
                  {alert.seenBy
                    ? t("operations.seen", { name: alert.seenBy })
                    : t("operations.seenBySomebody")}
                </>
              )}
            </p>
          )}
        </div>
        <div className="flex flex-wrap gap-3">
          <Mend shown={shown} />
          {alert && !alert.seenAt && (
            <Form method="post">
              <input type="hidden" name="alert" value={alert.id} />
              <Button
                type="submit"
                name="act"
                value="acknowledge"
                variant="quiet"
                disabled={busy}
                aria-label={t("operations.acknowledgeWhat", { what: title })}
              >
                {t("operations.acknowledge")}
              </Button>
            </Form>
          )}
        </div>
      </div>
    </Card>
  );
}

/** What mends it: at once where a button can, else the page where one looks. */
function Mend({ shown: { trouble, resume, testing } }: { shown: Shown }) {
  const { t } = useTranslation();
  const busy = useNavigation().state !== "idle";
  if (testing) return <p className="py-2 text-sm text-muted">{t("operations.mend.testing")}</p>;
  if (trouble.kind === "device_quarantined")
    return (
      <Form method="post">
        <input type="hidden" name="host" value={trouble.hostId} />
        <input type="hidden" name="device" value={trouble.subject} />
        <Button type="submit" name="act" value="test" disabled={busy}>
          {t("operations.mend.device_quarantined")}
        </Button>
      </Form>
    );
  if (resume)
    return (
      <Form method="post">
        <input type="hidden" name="host" value={resume.id} />
        <Button type="submit" name="act" value="resume" disabled={busy}>
          {t("operations.mend.resume", { host: resume.name })}
        </Button>
      </Form>
    );
  return <LinkButton to={troublePath(trouble, true)}>{t(`operations.mend.${trouble.kind}`)}</LinkButton>;
}

/** What was wrong in the last day and is no more. */
export function OverList({ over, now }: { over: Overview["over"]; now: Date }) {
  const { t } = useTranslation();
  const { locale } = useRoot();
  const say = useSay();
  if (over.length === 0) return null;
  return (
    <details>
      <summary className="cursor-pointer py-2 font-semibold text-accent">{t("operations.over")}</summary>
      <ul className="flex flex-col gap-2 pt-2">
        {over.map(({ id, trouble, openedAt, closedAt }) => (
          <li key={id} className="[overflow-wrap:anywhere]">
            {t("operations.overLine", {
              what: troubleTitle(trouble, say),
              time: formatDuration(closedAt.getTime() - openedAt.getTime(), locale),
            })}{" "}
            <span className="text-sm text-muted">
              <Time at={closedAt} style="relative" now={now} />
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
