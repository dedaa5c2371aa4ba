/** HTML that the server has cleaned (app/web/markdown.server.ts): never anything else. */
export function Html({ html }: { html: string }) {
  return html ? <div className="prose" dangerouslySetInnerHTML={{ __html: html }} /> : null;
}
