import { useNavigate } from "@remix-run/react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "../ui/button.tsx";
import { Field, FormError } from "../ui/field.tsx";
import { Progress } from "../ui/progress.tsx";
import { useSentence } from "../ui/use-sentence.tsx";
import type { Refusal } from "../web/outcome.ts";

/** Sends a bundle as it is, with its progress, and goes to the draft that was made of it. */
export function BundleUpload() {
  const { t } = useTranslation();
  const say = useSentence();
  const navigate = useNavigate();
  const [sent, setSent] = useState<number | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  function upload(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const file = new FormData(event.currentTarget).get("file");
    if (!(file instanceof File) || file.size === 0) return;
    const fail = (sentence: string) => {
      setSent(null);
      setProblem(sentence);
    };
    setProblem(null);
    setSent(0);
    // fetch() tells nothing of the progress of what it sends.
    const request = new XMLHttpRequest();
    request.open("PUT", `/competitions/new/bundle?name=${encodeURIComponent(file.name)}`);
    request.responseType = "json";
    request.upload.onprogress = (e) => e.lengthComputable && setSent(e.loaded / e.total);
    request.onerror = () => fail(t("competitions.new.failed"));
    request.onload = () => {
      const answer = request.response as { slug?: string; refusal?: Refusal } | null;
      if (answer?.slug) navigate(`/competitions/${answer.slug}`);
      else fail(answer?.refusal ? say(answer.refusal) : t("competitions.new.failed"));
    };
    request.send(file);
  }

  return (
    <form onSubmit={upload} className="flex max-w-xl flex-col gap-6">
      {problem && <FormError>{problem}</FormError>}
      <Field
        type="file"
        name="file"
        accept=".zip,application/zip"
        required
        label={t("competitions.new.file")}
      />
      {sent !== null && (
        <Progress
          value={sent * 100}
          label={t(sent < 1 ? "competitions.new.progress" : "competitions.new.reading")}
        />
      )}
      <div>
        <Button type="submit" variant="quiet" disabled={sent !== null}>
          {t("competitions.new.upload")}
        </Button>
      </div>
    </form>
  );
}
