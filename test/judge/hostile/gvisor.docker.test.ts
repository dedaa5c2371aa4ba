import Docker from "dockerode";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isGvisor } from "../../../judge/sandbox/container-settings.ts";
import { aJudge } from "../support.ts";
import { hostileCases } from "./cases.ts";
import { CLEAN, runCase } from "./run-case.ts";

// Where the engine has gVisor beside runc, a selection runs on it as well; all of them with PODIUM_RUNTIME.
const runtimes = Object.keys((await new Docker().info()).Runtimes ?? {});
const runtime = process.env.PODIUM_RUNTIME ? undefined : runtimes.find(isGvisor);
const SELECTION =
  /programs\/(time_children|process_fork_bomb|memory_hog|memory_in_tmp|output_files|output_pipe|log_flood|host_secrets|network_out|kernel_mounts)\.|scoring\/file_link|commands\/self/;
const cases = (await hostileCases()).filter((one) => SELECTION.test(one.name));

function onGvisor(name: string) {
  let judge: Awaited<ReturnType<typeof aJudge>>;
  beforeAll(async () => {
    judge = await aJudge({ runtime: name });
  }, 600_000);
  afterAll(() => judge.end());

  test.each(cases)(
    "$name: $tries",
    async (one) => {
      expect(await runCase(judge, one, 0, true)).toEqual([]);
    },
    120_000,
  );

  test("after all of them a run that does nothing wrong is clean", async () => {
    expect(await judge.judge(CLEAN)).toMatchObject({ cause: "accepted", scores: { score: "1.0000000000" } });
  });
}

if (runtime) describe("on gVisor", () => onGvisor(runtime));
else
  test("this engine has no gVisor beside runc, or the whole suite runs on it already", () => {
    expect(runtimes).toContain(process.env.PODIUM_RUNTIME ?? "runc");
  });
