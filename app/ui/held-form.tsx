import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "./button.tsx";

type Held = { form: HTMLFormElement; by: HTMLElement | null };

/**
 * Keeps a form that is sent without a network on its page, with all that was typed, and offers to send it again.
 * Sent on, it would end on a page that says only that Podium is out of reach.
 */
export function HeldForm() {
  const [held, setHeld] = useState<Held | null>(null);
  const { t } = useTranslation();
  useEffect(() => {
    const hold = (event: SubmitEvent) => {
      const form = event.target as HTMLFormElement;
      if (navigator.onLine || form.method !== "post") return setHeld(null);
      event.preventDefault();
      event.stopImmediatePropagation();
      setHeld({ form, by: event.submitter });
    };
    // At the window, before the document hears it, where React listens.
    window.addEventListener("submit", hold, { capture: true });
    return () => window.removeEventListener("submit", hold, { capture: true });
  }, []);
  if (!held?.form.isConnected) return null;
  return (
    <div
      role="alert"
      className="sticky inset-x-0 bottom-0 z-40 flex flex-wrap items-center justify-between gap-x-6 gap-y-3 border-t-2 border-bad bg-surface px-5 py-4"
    >
      <p className="max-w-prose font-medium">{t("ui.error.held")}</p>
      <Button onClick={() => held.form.requestSubmit(held.by)}>{t("ui.error.again")}</Button>
    </div>
  );
}
