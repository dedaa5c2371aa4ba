import { clsx } from "clsx";
import type { CSSProperties } from "react";
import { useTranslation } from "react-i18next";
import { useOwnZone } from "../ui/use-own-zone.tsx";
import { useRoot } from "../ui/use-root.tsx";
import { localized } from "../web/format.ts";
import { gridLines } from "./days.ts";
import type { ReleasedAgenda as Agenda, ReleasedSession as Session } from "./released.ts";

/**
 * One day. On a wide screen rooms are columns and a session spans its time; on a phone the same list,
 * in order of time, reads from top to bottom, each session naming its room.
 */
export function AgendaGrid({
  sessions,
  rooms,
  tracks,
  speakers,
  timeZone,
}: {
  sessions: Session[];
  rooms: Agenda["rooms"];
  tracks: Agenda["tracks"];
  speakers: Agenda["speakers"];
  timeZone: string;
}) {
  const { locale } = useRoot();
  const lines = gridLines(sessions);
  const line = (at: Date) => lines.indexOf(at.getTime()) + 2; // line 1 is the row of room names
  const viewers = useOwnZone();
  const clockOf = (zone: string) => {
    const clock = new Intl.DateTimeFormat(locale, {
      timeZone: zone,
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    });
    return (at: Date | number) => clock.format(at);
  };
  const clock = clockOf(timeZone);
  const ownClock = viewers ? clockOf(viewers) : clock;
  const starts = [...new Set(sessions.map((s) => s.startsAt.getTime()))];
  return (
    <ol
      className="flex flex-col gap-3 lg:grid lg:gap-x-3 lg:gap-y-1.5"
      style={{ gridTemplateColumns: `4.5rem repeat(${Math.max(1, rooms.length)}, minmax(0, 1fr))` }}
    >
      {rooms.map((room, i) => (
        <li
          key={room.uid}
          aria-hidden
          className="hidden border-b border-line pb-2 font-display text-sm font-semibold lg:block"
          style={{ gridColumn: i + 2, gridRow: 1 }}
        >
          {localized(room.name, locale)}
        </li>
      ))}
      {starts.map((at) => (
        <li
          key={at}
          aria-hidden
          className="hidden pt-3 text-sm text-muted tabular-nums lg:block"
          style={{ gridColumn: 1, gridRow: lines.indexOf(at) + 2 }}
        >
          {clock(at)}
        </li>
      ))}
      {sessions.map((session) => {
        const room = rooms.findIndex((r) => r.uid === session.roomUid);
        return (
          <li
            key={session.uid}
            className="min-w-0"
            style={{
              gridRow: `${line(session.startsAt)} / ${line(session.endsAt)}`,
              gridColumn: room < 0 ? "2 / -1" : room + 2,
            }}
          >
            <SessionCard
              session={session}
              speakers={session.speakerUids.flatMap((uid) => speakers.find((s) => s.uid === uid) ?? [])}
              time={`${clock(session.startsAt)} – ${clock(session.endsAt)}`}
              ownTime={
                ownClock(session.startsAt) === clock(session.startsAt) ? null : ownClock(session.startsAt)
              }
              room={room < 0 ? null : localized(rooms[room]?.name ?? {}, locale)}
              track={tracks.find((track) => track.uid === session.trackUid)}
            />
          </li>
        );
      })}
    </ol>
  );
}

function SessionCard({
  session,
  speakers,
  time,
  ownTime,
  room,
  track,
}: {
  session: Session;
  speakers: Agenda["speakers"];
  time: string;
  /** When it starts by the viewer's clock, where that shows another time. */
  ownTime: string | null;
  room: string | null;
  track: Agenda["tracks"][number] | undefined;
}) {
  const { t } = useTranslation();
  const { locale } = useRoot();
  const pause = session.kind === "break";
  const abstract = localized(session.abstract, locale);
  return (
    <article
      style={track ? ({ "--hue": track.hue } as CSSProperties) : undefined}
      className={clsx(
        "flex h-full flex-col gap-1.5 rounded-xl border px-4 py-3",
        pause ? "border-dashed border-line text-muted lg:justify-center" : "border-line bg-surface",
        track && "border-l-4 border-l-[oklch(0.65_0.13_var(--hue))]",
      )}
    >
      <p className="flex flex-wrap gap-x-3 text-xs text-muted tabular-nums">
        <span>{time}</span>
        {ownTime && <span>{t("agenda.yourTime", { time: ownTime })}</span>}
        <span className="lg:sr-only">{room ?? t("agenda.allRooms")}</span>
        {session.state === "cancelled" && (
          <span className="font-semibold text-bad">{t("agenda.cancelled")}</span>
        )}
        {session.kind !== "talk" && !pause && (
          <span className="font-semibold text-accent">{t(`agenda.kind.${session.kind}`)}</span>
        )}
      </p>
      <h3 className={clsx("text-balance", pause ? "text-sm" : "font-display font-semibold leading-snug")}>
        {localized(session.title, locale)}
      </h3>
      {speakers.length > 0 && (
        <p className="text-sm text-muted">
          {speakers.map((s) => (s.affiliation ? `${s.name} (${s.affiliation})` : s.name)).join(" · ")}
        </p>
      )}
      {abstract && (
        <details className="text-sm">
          <summary className="cursor-pointer text-muted hover:text-accent">{t("ui.more")}</summary>
          <p className="pt-2">{abstract}</p>
        </details>
      )}
      {track && <p className="mt-auto pt-1 text-xs text-muted">{localized(track.name, locale)}</p>}
    </article>
  );
}
