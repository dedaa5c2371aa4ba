import { classes } from "./classes.ts";

/** Shows HTML that the server has already made safe: renderMarkdown or sanitizePage, nothing else. */
export function Html({ html, className }: { html: string; className?: string }) {
  // biome-ignore lint/security/noDangerouslySetInnerHtml: sanitised on the server, see above
  return <div className={classes("prose", className)} dangerouslySetInnerHTML={{ __html: html }} />;
}
