import { type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useNavigate } from "@remix-run/react";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { mayCreate } from "../../people/permissions.ts";
import { signedIn } from "../../people/viewer.server.ts";
import { Button } from "../../ui/button.tsx";
import { Field, FormError } from "../../ui/field.tsx";
import { Page } from "../../ui/page.tsx";
import { Progress } from "../../ui/progress.tsx";
import { useSentence } from "../../ui/use-sentence.tsx";
import type { Refusal } from "../../web/outcome.ts";

export const handle = { title: "competitions.new.title" };
export const meta = () => []; // the title is that of `handle`

export async function loader({ request }: LoaderFunctionArgs) {
  if (!mayCreate(await signedIn(request))) throw redirect("/competitions");
  return null;
}

export default function NewCompetition() {
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
    <Page width="narrow" title={t("competitions.new.title")} lead={t("competitions.new.lead")}>
      <form onSubmit={upload} className="flex flex-col gap-6">
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
            value={sent}
            label={t(sent < 1 ? "competitions.new.progress" : "competitions.new.reading")}
          />
        )}
        <Button type="submit" disabled={sent !== null}>
          {t("competitions.new.upload")}
        </Button>
      </form>
    </Page>
  );
}
