import { clsx } from "clsx";
import { useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { LogStream } from "../../judge/contract/protocol.ts";
import { stripControl } from "./strip-control.ts";

type Tail = { attemptId: string; stream: string; text: string; cut: boolean };

/** The log's streams in tabs; keeps to its end while the reader is there. */
export function LogView({ tails, ended }: { tails: Tail[]; ended: boolean }) {
  const { t } = useTranslation();
  const [chosen, choose] = useState<string>();
  const box = useRef<HTMLPreElement>(null);
  const atEnd = useRef(true);
  const id = useId();
  const streams = [...new Set(tails.map((tail) => tail.stream))];
  const stream = chosen ?? streams.at(-1);
  const shown = tails.filter((tail) => tail.stream === stream);
  const text = shown.map((tail) => stripControl(tail.text)).join("\n");

  useEffect(() => {
    if (box.current && atEnd.current) box.current.scrollTop = box.current.scrollHeight;
  }, [text]);

  const nothing = t(ended ? "submissions.show.noLogAtAll" : "submissions.show.noLog");
  if (!stream) return <p className="text-muted">{nothing}</p>;
  return (
    <div className="overflow-hidden rounded-2xl border border-line bg-surface">
      <div
        role="tablist"
        aria-label={t("submissions.show.log")}
        className="flex gap-1 overflow-x-auto border-b border-line p-2"
      >
        {streams.map((name) => (
          <button
            key={name}
            type="button"
            role="tab"
            aria-selected={name === stream}
            aria-controls={id}
            onClick={() => choose(name)}
            className={clsx(
              "cursor-pointer whitespace-nowrap rounded-full px-4 py-1.5 text-sm font-semibold pointer-coarse:min-h-11",
              name === stream ? "bg-sunken text-ink" : "text-muted hover:text-ink",
            )}
          >
            {t(`submissions.streams.${name as LogStream}`)}
          </button>
        ))}
      </div>
      <pre
        id={id}
        role="tabpanel"
        ref={box}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        tabIndex={0}
        onScroll={(event) => {
          const { scrollHeight, scrollTop, clientHeight } = event.currentTarget;
          atEnd.current = scrollHeight - scrollTop - clientHeight < 40;
        }}
        className="max-h-96 overflow-auto whitespace-pre-wrap break-words p-5 font-mono text-sm leading-relaxed"
      >
        {shown.some((tail) => tail.cut) && (
          <span className="block pb-2 text-muted">{t("submissions.show.earlier")}</span>
        )}
        {text || nothing}
      </pre>
    </div>
  );
}
