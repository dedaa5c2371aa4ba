import { useFetcher } from "@remix-run/react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { DropZone } from "../submissions/drop-zone.tsx";
import { Button } from "../ui/button.tsx";
import { useSentence } from "../ui/use-sentence.tsx";
import type { action as importAction } from "./routes/bundle.ts";

/** Uploads a bundle in pieces that survive a lost connection, and lets `action` make of it what it is. */
export function BundleUpload({
  maxBytes,
  action = "/competitions/new/bundle",
  prompt,
}: {
  maxBytes: number;
  action?: string;
  prompt?: string;
}) {
  const { t } = useTranslation();
  const say = useSentence();
  const fetcher = useFetcher<typeof importAction>();
  const [uploadId, setUploadId] = useState<string | null>(null);
  const busy = fetcher.state !== "idle";
  const refusal = busy ? undefined : fetcher.data?.refusal;
  return (
    <fetcher.Form method="post" action={action} className="flex max-w-xl flex-col gap-6">
      <DropZone
        maxBytes={maxBytes}
        label={t("competitions.new.file")}
        prompt={prompt ?? t("competitions.imported.drop")}
        compact
        error={refusal && [refusal, ...(refusal.others ?? [])].map(say).join("\n")}
        onUploaded={setUploadId}
      />
      <input type="hidden" name="uploadId" value={uploadId ?? ""} />
      <div>
        <Button type="submit" variant="quiet" disabled={busy || !uploadId}>
          {t(busy ? "competitions.new.reading" : "competitions.new.upload")}
        </Button>
      </div>
      <noscript>{t("competitions.imported.script")}</noscript>
    </fetcher.Form>
  );
}
