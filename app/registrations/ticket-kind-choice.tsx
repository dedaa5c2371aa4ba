import { clsx } from "clsx";
import { useTranslation } from "react-i18next";
import { useRoot } from "../ui/use-root.tsx";
import { formatDateTime, localized } from "../web/format.ts";
import type { ticketKindsOf } from "./queries.server.ts";

type Kind = Awaited<ReturnType<typeof ticketKindsOf>>[number];

/** One ticket to choose: its name, and how many places are left or why it cannot be had. */
export function TicketKindChoice({
  kind,
  timeZone,
  checked,
  onChoose,
}: {
  kind: Kind;
  timeZone: string;
  checked: boolean;
  onChoose: () => void;
}) {
  const { t } = useTranslation();
  const { locale } = useRoot();
  const available = kind.availability === "available";
  const word = {
    available:
      kind.left === null
        ? t("registrations.register.noLimit")
        : t("registrations.register.left", { count: kind.left }),
    not_yet:
      kind.opensAt &&
      t("registrations.register.opens", { when: formatDateTime(kind.opensAt, { locale, timeZone }) }),
    over: t("registrations.register.closed"),
    sold_out: t("registrations.register.soldOut"),
  }[kind.availability];
  return (
    <label
      className={clsx(
        "flex items-center gap-4 rounded-2xl border p-5",
        checked ? "border-accent bg-accent-soft" : "border-line bg-surface",
        available ? "cursor-pointer hover:border-accent" : "opacity-60",
      )}
    >
      <input
        type="radio"
        name="ticketKindId"
        value={kind.id}
        checked={checked}
        onChange={onChoose}
        disabled={!available}
        className="size-5 accent-[var(--color-accent)]"
      />
      <span className="font-display text-lg font-semibold">{localized(kind.name, locale)}</span>
      <span className="ml-auto text-sm text-muted tabular-nums">{word}</span>
    </label>
  );
}
