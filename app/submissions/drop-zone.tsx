import { clsx } from "clsx";
import { CheckCircle2, FileArchive, Pause, Play, UploadCloud, X } from "lucide-react";
import { useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Upload } from "tus-js-client";
import { Alert } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";
import { Progress } from "../ui/progress.tsx";
import { useRoot } from "../ui/use-root.tsx";
import { formatBytes, formatDuration } from "../web/format.ts";
import { type Begun, latestBegun, speedOf } from "./upload-memory.ts";

type State =
  | { is: "empty" }
  | { is: "sending" | "paused" | "broken"; file: File; sent: number; from: number; problem?: string }
  | { is: "ready"; file: File };

/** How much of the last seconds the speed is told from. */
const SPEED_MS = 8000;

/**
 * Takes one file, uploads it in pieces that survive a lost connection and a closed browser, and tells the
 * upload's id. Whoever comes back before an upload ended is offered to go on with the same file.
 */
export function DropZone({
  maxBytes,
  error,
  label,
  accept = ".zip,application/zip",
  prompt,
  limit,
  compact = false,
  place,
  onUploaded,
}: {
  maxBytes: number;
  error?: string | undefined;
  /** What the file is; without it, a submission. */
  label?: string;
  /** As the input's `accept`; empty takes any file. */
  accept?: string;
  /** What to do, for files that are no zips. */
  prompt?: string;
  /** How large it may be, in words, for files that are no zips. */
  limit?: string;
  /** What this upload is for, e.g. the page's path: only one begun for the same is offered again. */
  place?: string;
  /** Lower, where several stand on one page. */
  compact?: boolean;
  onUploaded: (uploadId: string | null) => void;
}) {
  const { t } = useTranslation();
  const { locale } = useRoot();
  const id = useId();
  const [state, setState] = useState<State>({ is: "empty" });
  const [over, setOver] = useState(false);
  const [tooLarge, setTooLarge] = useState(false);
  const [begun, setBegun] = useState<Begun | null>(null);
  const upload = useRef<Upload | null>(null);
  const marks = useRef<{ at: number; sent: number }[]>([]);
  const max = formatBytes(maxBytes, locale);

  useEffect(() => () => void upload.current?.abort(), []);
  useEffect(() => {
    if (!place) return;
    try {
      setBegun(latestBegun(Object.entries(localStorage), place));
    } catch {
      // A browser without storage remembers nothing.
    }
  }, [place]);

  async function take(file: File | undefined) {
    if (!file) return;
    setTooLarge(file.size > maxBytes);
    if (file.size > maxBytes) return;
    // Loaded when it is needed: most visits to this page need a few kilobytes less.
    const tus = await import("tus-js-client");
    setBegun(null);
    marks.current = [];
    setState({ is: "sending", file, sent: 0, from: 0 });
    let heard = false;
    let resumed = false;
    const sending = new tus.Upload(file, {
      endpoint: "/uploads",
      chunkSize: 8 * 1024 * 1024,
      retryDelays: [0, 500, 2000, 5000],
      metadata: { filename: file.name, ...(place ? { place } : {}) },
      removeFingerprintOnSuccess: true,
      onProgress: (sent) => {
        const at = Date.now();
        marks.current = [...marks.current.filter((mark) => at - mark.at < SPEED_MS), { at, sent }];
        // What was here before this browser sent a byte.
        const from = heard || !resumed ? undefined : sent;
        heard = true;
        setState((was) => (was.is === "sending" ? { ...was, sent, from: from ?? was.from } : was));
      },
      onError: (problem) => {
        const said =
          "originalResponse" in problem ? (problem.originalResponse?.getBody() ?? undefined) : undefined;
        setState((was) =>
          was.is === "empty" || was.is === "ready"
            ? was
            : { ...was, is: "broken", ...(said ? { problem: said } : {}) },
        );
      },
      onSuccess: () => {
        setState({ is: "ready", file });
        onUploaded(sending.url?.split("/").at(-1) ?? null);
      },
    });
    upload.current = sending;
    const [earlier] = await sending.findPreviousUploads();
    if (earlier) sending.resumeFromPreviousUpload(earlier);
    resumed = earlier !== undefined;
    sending.start();
  }

  async function pause() {
    await upload.current?.abort();
    setState((was) => (was.is === "sending" ? { ...was, is: "paused" } : was));
  }
  function resume() {
    marks.current = [];
    setState((was) => (was.is === "paused" || was.is === "broken" ? { ...was, is: "sending" } : was));
    upload.current?.start();
  }
  function forget() {
    void upload.current?.abort();
    upload.current = null;
    setState({ is: "empty" });
    onUploaded(null);
  }

  function discard(earlier: Begun) {
    localStorage.removeItem(earlier.key);
    setBegun(null);
  }

  const speed = state.is === "sending" ? speedOf(marks.current, state.file.size) : null;
  const problem = tooLarge ? t("submissions.refusals.tooLarge", { max }) : error;
  return (
    <div className="flex flex-col gap-2">
      <label htmlFor={id} className="text-sm font-semibold">
        {label ?? t("submissions.submit.file")}
      </label>
      {state.is === "empty" && begun && (
        <Alert tone="info" title={t("submissions.submit.earlier")}>
          <p>
            {t("submissions.submit.earlierText", { name: begun.name, size: formatBytes(begun.size, locale) })}
          </p>
          <div className="flex flex-wrap gap-3 pt-3">
            <Button variant="quiet" size="small" onClick={() => document.getElementById(id)?.click()}>
              {t("submissions.submit.goOn")}
            </Button>
            <Button variant="plain" size="small" onClick={() => discard(begun)}>
              {t("submissions.submit.discard")}
            </Button>
          </div>
        </Alert>
      )}
      {state.is === "empty" ? (
        // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a short cut; the input below does the same
        <div
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={(event) => {
            event.preventDefault();
            setOver(false);
            void take(event.dataTransfer.files[0]);
          }}
          className={clsx(
            "relative flex flex-col items-center rounded-3xl border-2 border-dashed px-6 text-center focus-within:border-accent",
            compact ? "gap-1 py-6" : "gap-3 py-14",
            over ? "border-accent bg-accent-soft" : "border-line bg-surface",
          )}
        >
          <UploadCloud aria-hidden className={clsx("text-accent", compact ? "size-7" : "size-10")} />
          <p className={clsx("font-display font-semibold", compact ? "" : "text-lg")}>
            {prompt ?? t("submissions.submit.drop")}
          </p>
          <p id={`${id}-hint`} className="text-pretty text-sm text-muted">
            {limit ?? t("submissions.submit.limit", { max })}
          </p>
          <input
            id={id}
            type="file"
            accept={accept}
            aria-describedby={`${id}-hint${problem ? ` ${id}-error` : ""}`}
            aria-invalid={problem ? true : undefined}
            onChange={(event) => void take(event.target.files?.[0])}
            className="absolute inset-0 cursor-pointer opacity-0"
          />
        </div>
      ) : (
        <div className="flex flex-col gap-4 rounded-3xl border border-line bg-surface p-6">
          <div className="flex items-center gap-3">
            {state.is === "ready" ? (
              <CheckCircle2 aria-hidden className="size-6 shrink-0 text-good" />
            ) : (
              <FileArchive aria-hidden className="size-6 shrink-0 text-accent" />
            )}
            <p className="min-w-0 flex-1 truncate font-semibold">{state.file.name}</p>
            <span className="whitespace-nowrap text-sm text-muted tabular-nums">
              {formatBytes(state.file.size, locale)}
            </span>
          </div>
          {state.is !== "ready" && (
            <Progress
              value={state.file.size === 0 ? 100 : (state.sent / state.file.size) * 100}
              label={t("submissions.submit.uploading", { name: state.file.name })}
            />
          )}
          <p role="status" className={clsx("text-sm", state.is === "broken" ? "text-bad" : "text-muted")}>
            {state.is === "ready" && t("submissions.submit.ready")}
            {state.is === "paused" && t("submissions.submit.paused")}
            {state.is === "broken" && (state.problem ?? t("submissions.submit.uploadFailed"))}
            {state.is === "sending" &&
              t("submissions.submit.sent", {
                sent: formatBytes(state.sent, locale),
                all: formatBytes(state.file.size, locale),
              })}
            {speed && (
              <span className="block tabular-nums">
                {t("submissions.submit.speed", {
                  speed: formatBytes(speed.bytesPerSecond, locale),
                  left: formatDuration(speed.leftMs, locale),
                })}
              </span>
            )}
            {state.is === "sending" && state.from > 0 && (
              <span className="block">
                {t("submissions.submit.resumed", { sent: formatBytes(state.from, locale) })}
              </span>
            )}
          </p>
          <div className="flex flex-wrap gap-3">
            {state.is === "sending" && (
              <Button variant="quiet" size="small" onClick={() => void pause()}>
                <Pause aria-hidden className="size-4" />
                {t("submissions.submit.pause")}
              </Button>
            )}
            {(state.is === "paused" || state.is === "broken") && (
              <Button variant="quiet" size="small" onClick={resume}>
                <Play aria-hidden className="size-4" />
                {t("submissions.submit.resume")}
              </Button>
            )}
            <Button variant="plain" size="small" onClick={forget}>
              <X aria-hidden className="size-4" />
              {t("submissions.submit.remove")}
            </Button>
          </div>
        </div>
      )}
      {problem && (
        <p id={`${id}-error`} role="alert" className="whitespace-pre-line text-sm font-medium text-bad">
          {problem}
        </p>
      )}
    </div>
  );
}
