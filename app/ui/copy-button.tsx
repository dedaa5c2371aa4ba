import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "./button.tsx";

const TOLD_MS = 2_000;

/** Puts a text into the clipboard and says so. Browsers lend theirs to safe origins only: elsewhere it is not there. */
export function CopyButton({ text, label }: { text: string; label?: string }) {
  const { t } = useTranslation();
  const [offered, setOffered] = useState(false);
  const [copied, setCopied] = useState(false);
  useEffect(() => setOffered(navigator.clipboard !== undefined), []);
  useEffect(() => {
    if (!copied) return;
    const over = setTimeout(() => setCopied(false), TOLD_MS);
    return () => clearTimeout(over);
  }, [copied]);
  if (!offered) return null;
  return (
    <Button
      variant="quiet"
      size="small"
      aria-label={label && !copied ? label : undefined}
      onClick={() => navigator.clipboard.writeText(text).then(() => setCopied(true))}
    >
      {copied ? <Check aria-hidden className="size-4" /> : <Copy aria-hidden className="size-4" />}
      <span aria-live="polite">{t(copied ? "ui.copied" : "ui.copy")}</span>
    </Button>
  );
}
