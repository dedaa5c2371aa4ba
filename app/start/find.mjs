// What the launcher decides without touching anything: plain JavaScript, tested in test/start.

/** The oldest Node that Podium runs on. */
export const OLDEST_NODE = [20, 19];

export function nodeIsNew(version) {
  const [major, minor] = version.split(".").map(Number);
  return major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
}

/** Where a Docker engine may listen, the likeliest first. */
export function dockerSockets({ environment, home }) {
  const named = environment.DOCKER_HOST?.startsWith("unix://") ? environment.DOCKER_HOST.slice(7) : undefined;
  return [
    named,
    "/var/run/docker.sock",
    `${home}/.docker/run/docker.sock`,
    `${home}/.docker/desktop/docker.sock`,
    `${home}/.colima/default/docker.sock`,
    environment.XDG_RUNTIME_DIR && `${environment.XDG_RUNTIME_DIR}/docker.sock`,
  ].filter(Boolean);
}

/** Where a Chromium may be; Playwright's own download is looked for elsewhere. */
export function browsers({ environment }) {
  return [
    environment.PODIUM_CHROMIUM,
    "/usr/bin/chromium",
    "/usr/bin/google-chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  ].filter(Boolean);
}

/**
 * Whether what npm installed is what the lock asks for: both are package-lock files, the second is the
 * one npm leaves in node_modules. Packages for other machines may be absent.
 */
export function packagesAreIn(lock, installed) {
  return Object.entries(lock.packages).every(([place, wanted]) => {
    if (place === "" || wanted.link) return true;
    const found = installed.packages?.[place];
    return found ? found.version === wanted.version : Boolean(wanted.optional || wanted.peer);
  });
}

/** The sentence for a port that something else holds. */
export function portBusy(port, command) {
  return `Port ${port} is in use. Stop what uses it, or choose another: PORT=${Number(port) + 1} ${command}`;
}

/** What is written for people when no Docker engine can be used, by what stands in the way. */
export function dockerMissing({ platform, forbidden, refused, user }) {
  if (refused)
    return (
      `Docker runs, but ${user} may not use it. Run \`sudo usermod -aG docker ${user}\`, sign in again, ` +
      "and start Podium again."
    );
  if (platform === "darwin")
    return "Judging needs Docker: install Docker Desktop or Colima, start it, and start Podium again.";
  const how = forbidden ? " (PODIUM_INSTALL=0 forbids that Podium installs it itself)" : "";
  return (
    `Judging needs Docker${how}: install it, on Debian or Ubuntu with ` +
    "`sudo apt-get install docker.io iptables mmdebstrap uidmap`, and start it with `sudo systemctl start docker`, " +
    "then start Podium again."
  );
}

/** The last line of `npm test`. */
export function verdictLine({ passed, failed }) {
  return `${passed} passed, ${failed} failed`;
}
