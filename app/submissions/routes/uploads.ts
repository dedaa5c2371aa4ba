import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { createI18n } from "../../i18n.server.ts";
import { viewerOf } from "../../people/viewer.server.ts";
import { sentence } from "../../ui/use-sentence.tsx";
import { detectLocale } from "../../web/detect-locale.ts";
import { refused } from "../../web/outcome.ts";
import { statusOf } from "../../web/respond.server.ts";
import { receiveUpload } from "../uploads.server.ts";

/** Resumable uploads, by the tus protocol, of people who are signed in or send a token with the scope `take_part`. */
async function answer({ request }: LoaderFunctionArgs | ActionFunctionArgs): Promise<Response> {
  const viewer = await viewerOf(request);
  const { person } = viewer;
  if (!person) return new Response(null, { status: 401 });
  const received =
    viewer.tokenScopes === null || viewer.tokenScopes.includes("take_part")
      ? await receiveUpload({ ...viewer, person }, request)
      : refused("forbidden", "api.refusals.scopeMissing", { values: { scope: "take_part" } });
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
