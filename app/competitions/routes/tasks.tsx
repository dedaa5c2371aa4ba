import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Link, useLoaderData, useSearchParams } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { finishedUpload } from "../../submissions/uploads.server.ts";
import { Alert } from "../../ui/alert.tsx";
import { LinkButton } from "../../ui/button.tsx";
import { Empty } from "../../ui/empty.tsx";
import { Section } from "../../ui/page.tsx";
import { useRoot } from "../../ui/use-root.tsx";
import { localized } from "../../web/format.ts";
import { refused } from "../../web/outcome.ts";
import { respond } from "../../web/respond.server.ts";
import { BundleUpload } from "../bundle-upload.tsx";
import { moveTask } from "../change-tasks.server.ts";
import { replyTo } from "../editor-reply.server.ts";
import { bundleMaxBytes } from "../import.server.ts";
import { importTask } from "../import-task.server.ts";
import { ManagePage } from "../manage-page.tsx";
import { managed } from "../managed.server.ts";
import { RowActions } from "../row-actions.tsx";
import { TASK_FILES } from "../task-files.ts";

export const handle = { title: "manage.sections.tasks" };
export const meta = () => []; // the title is that of `handle`

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { competition } = await managed(request, params.slug);
  const { slug, title, tasks } = competition;
  return {
    competition: { slug, title },
    maxBytes: bundleMaxBytes(),
    tasks: tasks.map((task) => ({
      id: task.id,
      name: task.name,
      version: task.version,
      files: TASK_FILES.filter((file) => task[file] !== null),
    })),
  };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { viewer, competition, now } = await managed(request, params.slug);
  const body = await request.formData();
  if (body.has("uploadId")) {
    const upload = await finishedUpload(viewer, String(body.get("uploadId")));
    if (!upload) return respond(refused("invalid", "submissions.refusals.noFile", { field: "file" }).refusal);
    const made = await importTask({ viewer, slug: competition.slug, hash: upload.blob.hash, now });
    return made.ok
      ? redirect(`/competitions/${competition.slug}/manage/tasks/${made.value.id}`)
      : respond(made.refusal);
  }
  const by = body.get("by") === "-1" ? -1 : 1;
  const outcome = await moveTask({ viewer, slug: competition.slug, now, id: String(body.get("id")), by });
  return outcome.ok ? redirect("") : replyTo(body, [outcome.refusal]);
}

export default function Tasks() {
  const { competition, tasks, maxBytes } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const { locale } = useRoot();
  const [search] = useSearchParams();
  const at = `/competitions/${competition.slug}/manage`;
  const renewed = tasks.find((task) => task.id === search.get("renewed"));
  const add = <LinkButton to={`${at}/tasks/new`}>{t("editor.tasks.add")}</LinkButton>;
  return (
    <ManagePage
      competition={competition}
      section="tasks"
      lead={t("editor.tasks.lead")}
      actions={tasks.length > 0 && add}
    >
      {search.has("saved") && <Alert tone="good">{t("editor.saved")}</Alert>}
      {renewed && (
        <Alert tone="info" title={t("editor.tasks.renewed", { n: renewed.version })}>
          <p>{t("editor.tasks.renewedText")}</p>
          <p className="flex flex-wrap gap-5 pt-2 font-semibold">
            <Link className="underline" to={`${at}/rejudges?task=${renewed.id}`}>
              {t("editor.tasks.rejudge")}
            </Link>
            <Link className="underline" to={`${at}/talk`}>
              {t("editor.tasks.announce")}
            </Link>
          </p>
        </Alert>
      )}
      {tasks.length === 0 ? (
        <Empty title={t("editor.tasks.noneTitle")} action={add}>
          {t("editor.tasks.none")}
        </Empty>
      ) : (
        <ol className="flex flex-col divide-y divide-line rounded-2xl border border-line bg-surface">
          {tasks.map((task, i) => {
            const name = localized(task.name, locale);
            return (
              <li key={task.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-5 py-4">
                <span className="flex min-w-0 grow flex-col">
                  <strong className="break-words">{name}</strong>
                  <span className="text-sm text-muted">
                    {[
                      t("editor.tasks.version", { n: task.version }),
                      ...task.files.map((file) => t(`editor.files.${file}`)),
                    ].join(" · ")}
                  </span>
                </span>
                <RowActions
                  id={task.id}
                  name={name}
                  to={`${at}/tasks/${task.id}`}
                  first={i === 0}
                  last={i === tasks.length - 1}
                />
              </li>
            );
          })}
        </ol>
      )}
      <Section title={t("editor.tasks.fromZip")}>
        <p className="max-w-3xl text-pretty text-muted">{t("editor.tasks.fromZipText")}</p>
        <BundleUpload maxBytes={maxBytes} action={`${at}/tasks`} prompt={t("editor.tasks.drop")} />
      </Section>
    </ManagePage>
  );
}
