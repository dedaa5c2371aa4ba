const HOST =
  "[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*(?::\\d{1,5})?";
const PART = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
const REFERENCE = new RegExp(
  `^(?:${HOST}/)?${PART}(?:/${PART})*(?::\\w[\\w.-]{0,127})?(?:@sha256:[a-f0-9]{64})?$`,
);
const MOST = 255;

/** The name of a container image as people paste it, or null when it is none: [host/]path[:tag][@sha256:…]. */
export function imageReference(given: string): string | null {
  const name = given.trim().replace(/^docker:\/\//, "");
  return name.length <= MOST && REFERENCE.test(name) ? name : null;
}
