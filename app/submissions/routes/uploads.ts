import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { createI18n } from "../../i18n.ts";
import { viewerOf } from "../../people/viewer.server.ts";
import { sentence } from "../../ui/use-sentence.tsx";
import { detectLocale } from "../../web/detect-locale.ts";
import { statusOf } from "../../web/respond.server.ts";
import { receiveUpload } from "../uploads.server.ts";

/** Resumable uploads of signed-in people, by the tus protocol. */
async function answer({ request }: LoaderFunctionArgs | ActionFunctionArgs): Promise<Response> {
  const viewer = await viewerOf(request);
  const { person } = viewer;
  if (!person) return new Response(null, { status: 401 });
  const received = await receiveUpload({ ...viewer, person }, request);
  if (received.ok) return received.value;
  const { code, reason } = received.refusal;
  const { t } = await createI18n(detectLocale(request));
  const status = reason === "submissions.refusals.uploadTooLarge" ? 413 : statusOf(code);
  return new Response(request.method === "HEAD" ? null : sentence(t, received.refusal), {
    status,
    headers: { "content-type": "text/plain; charset=utf-8", "tus-resumable": "1.0.0" },
  });
}

export const loader = answer;
export const action = answer;
