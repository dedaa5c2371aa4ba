// Programs that tests run as processes of their own, bundled once for the run: to start one from its source
// takes several times the processor time of most tests.
import path from "node:path";
import { build } from "esbuild";

const ENTRIES = {
  api: "test/support/api-process.ts",
  cli: "app/cli/main.ts",
  compare: "app/similarity/compare-process.server.ts",
  judge: "judge/main.ts",
  similarity: "test/similarity/worker.ts",
};

/** Their folder; Podium finds its own there too, by the setting PODIUM_PROGRAMS. */
export const PROGRAMS = path.resolve("node_modules/.cache/test-programs");

export const program = (name: keyof typeof ENTRIES): string => path.join(PROGRAMS, `${name}.js`);

export async function bundlePrograms(): Promise<void> {
  await build({
    entryPoints: ENTRIES,
    outdir: PROGRAMS,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    splitting: true,
    packages: "external",
    sourcemap: true,
    logLevel: "warning",
  });
}
