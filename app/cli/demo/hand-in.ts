import path from "node:path";
import { Submissions, Submitted } from "../../api/shapes.ts";
import type { Client } from "../client.ts";
import { forecastZip } from "./load/bundle.ts";
import { DRIP, LOAD_OWN, LOAD_TEAMS, PRACTITIONERS } from "./plan.ts";
import { attemptZip } from "./practice.ts";
import { filesOf, zipOf } from "./zip.ts";

/** Who hands in for a team of the plan, where, and how often they did already. */
export type Captain = { client: Client; slug: string; entry?: string; handedIn: number };
export type Captains = Map<string, Captain>;

/** How often a team of this name handed in; somebody's list holds their own, an organiser's everybody's. */
export async function handedIn(client: Client, slug: string, teamName?: string): Promise<number> {
  const { submissions } = await client.get(`/competitions/${slug}/submissions`, Submissions);
  return submissions.filter((one) => !teamName || one.teamName === teamName).length;
}

/** Hands in what the plan says when it says so, and goes on where a demo was cut off. */
export async function drip(captains: Captains, folder: string, started: number, say: (line: string) => void) {
  for (const { afterS, team, version } of DRIP) {
    const captain = captains.get(team);
    if (!captain || captain.handedIn >= version) continue;
    const wait = started + afterS * 1000 - Date.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    try {
      const archive = await archiveOf(captain, team, version, folder);
      const query = { fileName: `${team}-${version}.zip`, entry: captain.entry };
      const to = `/competitions/${captain.slug}/submissions`;
      const { number } = await captain.client.post(to, Submitted, { archive, query });
      say(`${team}-${version} handed in as #${number}`);
    } catch (error) {
      // The demo goes on without it: a quota that is used up, or Podium stopping.
      say(`${team}-${version}: ${(error as Error).message}`);
    }
  }
}

function archiveOf(
  { client, slug }: Captain,
  team: string,
  version: number,
  folder: string,
): Promise<Buffer> {
  const forecaster = [...LOAD_TEAMS, ...LOAD_OWN].find((t) => t.key === team);
  if (forecaster) return forecastZip(forecaster.methods[version - 1]!);
  const practitioner = PRACTITIONERS.find((p) => p.key === team);
  if (practitioner) return attemptZip(client, slug, practitioner.attempts[version - 1]!, folder);
  return zipOf(filesOf(path.join(folder, "digits/teams", `${team}-${version}`)));
}
