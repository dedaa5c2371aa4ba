import type { ActionFunctionArgs } from "@remix-run/node";
import { signedIn } from "../../people/viewer.server.ts";
import { renderMarkdown } from "../../web/markdown.server.ts";
import { TEXT_CHARS } from "../limits.ts";

/** Markdown as it will look: rendered and cleaned exactly as pages are. */
export async function action({ request }: ActionFunctionArgs) {
  await signedIn(request);
  const text = String((await request.formData()).get("text") ?? "").slice(0, TEXT_CHARS);
  return { html: renderMarkdown(text) };
}
