import { notFound } from "../web/respond.server.ts";

/** Every address that nothing else answers. A route of its own, so that the page knows language and viewer. */
export const loader = () => notFound();

export default function Missing() {
  return null;
}
