import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useLoaderData, useSearchParams } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Alert } from "../../ui/alert.tsx";
import { Badge } from "../../ui/badge.tsx";
import { LinkButton } from "../../ui/button.tsx";
import { Empty } from "../../ui/empty.tsx";
import { useRoot } from "../../ui/use-root.tsx";
import { localized } from "../../web/format.ts";
import { moveTrack, tracksOf } from "../change-tracks.server.ts";
import { replyTo } from "../editor-reply.server.ts";
import { ManagePage } from "../manage-page.tsx";
import { managed } from "../managed.server.ts";
import { RowActions } from "../row-actions.tsx";

export const handle = { title: "manage.sections.tracks" };
export const meta = () => []; // the title is that of `handle`

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { competition } = await managed(request, params.slug);
  const { slug, title, id } = competition;
  return { competition: { slug, title }, tracks: await tracksOf(id) };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { viewer, competition, now } = await managed(request, params.slug);
  const body = await request.formData();
  const by = body.get("by") === "-1" ? -1 : 1;
  const outcome = await moveTrack({ viewer, slug: competition.slug, now, id: String(body.get("id")), by });
  return outcome.ok ? redirect("") : replyTo(body, [outcome.refusal]);
}

export default function Tracks() {
  const { competition, tracks } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const { locale } = useRoot();
  const [search] = useSearchParams();
  const at = `/competitions/${competition.slug}/manage/tracks`;
  const add = <LinkButton to={`${at}/new`}>{t("editor.tracks.add")}</LinkButton>;
  return (
    <ManagePage
      competition={competition}
      section="tracks"
      lead={t("editor.tracks.lead")}
      actions={tracks.length > 0 && add}
    >
      {search.has("saved") && <Alert tone="good">{t("editor.saved")}</Alert>}
      {tracks.length === 0 ? (
        <Empty title={t("editor.tracks.noneTitle")} action={add}>
          {t("editor.tracks.none")}
        </Empty>
      ) : (
        <ol className="flex flex-col divide-y divide-line rounded-2xl border border-line bg-surface">
          {tracks.map((track, i) => (
            <li key={track.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-5 py-4">
              <Badge>{track.code}</Badge>
              <span className="flex min-w-0 grow flex-col">
                <strong className="break-words">{localized(track.name, locale)}</strong>
                <span className="text-sm text-muted">
                  {[track.proposer, ...track.degreeLevels.map((level) => t(`editor.degrees.${level}`))]
                    .filter(Boolean)
                    .join(" · ")}
                </span>
              </span>
              <RowActions
                id={track.id}
                name={track.code}
                to={`${at}/${track.id}`}
                first={i === 0}
                last={i === tracks.length - 1}
              />
            </li>
          ))}
        </ol>
      )}
    </ManagePage>
  );
}
