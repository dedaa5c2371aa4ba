import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { isUnreached } from "../web/unreached.ts";
import { Button } from "./button.tsx";

type Sent = { form: HTMLFormElement; by: HTMLElement | null };
/** `again` sends what waits; a form that was never sent waits for nothing. */
type Held = { form: HTMLFormElement | null; why: "held" | "unsent"; again: () => void };

/**
 * Keeps a form that could not be sent on its page, with all that was typed, and offers to send it again: where the
 * browser knows that it is offline, before it is sent; where it finds out by the failed request, after. Sent on, it
 * would end on a page that says only that Podium is out of reach.
 */
export function HeldForm() {
  const [held, setHeld] = useState<Held | null>(null);
  const { t } = useTranslation();
  useEffect(() => {
    let last: Sent | null = null;
    const hold = (event: SubmitEvent) => {
      const form = event.target as HTMLFormElement;
      const by = event.submitter;
      last = form.method === "post" ? { form, by } : null;
      if (navigator.onLine || !last) return setHeld(null);
      event.preventDefault();
      event.stopImmediatePropagation();
      setHeld({ form, why: "held", again: () => form.requestSubmit(by) });
    };
    // At the window, before the document hears it, where React listens.
    window.addEventListener("submit", hold, { capture: true });
    const fetchOnce = window.fetch;
    /** As fetch, but what a form sends waits here until it arrives or its reader goes elsewhere. */
    const fetchHeld = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
      if (!isForm(input, init)) return fetchOnce(input, init);
      const sent = last && goesTo(last, input) ? last : null;
      last = null;
      for (let what = init; ; what = { ...init, body: bodyNow(init?.body, sent) }) {
        try {
          return await fetchOnce(input, what);
        } catch (error) {
          if (init?.signal?.aborted || !isUnreached(error)) throw error;
          await new Promise<void>((resolve, reject) => {
            const leave = () => {
              setHeld(null);
              reject(init?.signal?.reason);
            };
            init?.signal?.addEventListener("abort", leave, { once: true });
            const again = () => {
              init?.signal?.removeEventListener("abort", leave);
              setHeld(null);
              resolve();
            };
            setHeld({ form: sent?.form ?? null, why: "unsent", again });
          });
        }
      }
    };
    window.fetch = fetchHeld;
    return () => {
      window.removeEventListener("submit", hold, { capture: true });
      window.fetch = fetchOnce;
    };
  }, []);
  if (!held || held.form?.isConnected === false) return null;
  return (
    <div
      role="alert"
      className="sticky inset-x-0 bottom-0 z-40 flex flex-wrap items-center justify-between gap-x-6 gap-y-3 border-t-2 border-bad bg-surface px-5 py-4"
    >
      <p className="max-w-prose font-medium">{t(`ui.error.${held.why}`)}</p>
      <Button onClick={held.again}>{t("ui.error.again")}</Button>
    </div>
  );
}

/** Whether a request is a page's form on its way: Remix sends those to the page's data. */
const isForm = (input: RequestInfo | URL, init?: RequestInit): boolean =>
  init?.method?.toUpperCase() === "POST" &&
  !(input instanceof Request) &&
  new URL(input, window.location.href).pathname.endsWith(".data");

/** Whether this is where a form is sent; other requests, e.g. for a preview, are in between. */
function goesTo({ form, by }: Sent, input: RequestInfo | URL): boolean {
  const to = new URL(by?.getAttribute("formaction") ?? form.action, window.location.href).pathname;
  const data = to === "/" ? "/_root.data" : `${to.replace(/\/$/, "")}.data`;
  return !(input instanceof Request) && new URL(input, window.location.href).pathname === data;
}

/** What the form holds by now: it could be changed while it waited. What no form sent goes as it was. */
function bodyNow(body: BodyInit | null | undefined, sent: Sent | null): BodyInit | null | undefined {
  if (!sent?.form.isConnected || !(body instanceof URLSearchParams || body instanceof FormData)) return body;
  const now = new FormData(sent.form);
  if (sent.by instanceof HTMLButtonElement && sent.by.name) now.append(sent.by.name, sent.by.value);
  if (body instanceof FormData) return now;
  return new URLSearchParams([...now].map(([name, value]) => [name, String(value)]));
}
