import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { gzipSync } from "node:zlib";
import Docker from "dockerode";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { imageStream, readImageArchive } from "../../judge/sandbox/image-archive.ts";
import { imagesOf, removeImage } from "../../judge/sandbox/images.ts";
import { TAR_END, tarHeader, tarPadding } from "../../judge/sandbox/tar.ts";
import { aJudge, type Given } from "./support.ts";

const docker = new Docker();
let host: Awaited<ReturnType<typeof aJudge>>;
const made: string[] = [];
beforeAll(async () => {
  host = await aJudge();
}, 600_000);
afterAll(async () => {
  for (const tag of made) await removeImage(tag);
  await host.end();
});
afterEach(async () => {
  const tags = (await docker.listImages()).flatMap((one) => one.RepoTags ?? []);
  expect(tags.filter((tag) => tag.startsWith("podium-submission/"))).toEqual([]);
});

const MAIN = `
import os, tempfile
assert os.getuid() != 0
assert not os.path.exists("/app/input/ref")
open("/app/output/answer.txt", "w").write(open("/app/input_data/x.txt").read())
for place in ("/data", "/tmp"): open(place + "/mine", "w")
try: open("/etc/mine", "w"); raise SystemExit("writable")
except OSError: print("from the image", os.getcwd())`;

/** A tiny image on top of the built-in one, under a name of its own. */
async function anImage(name: string, changes: string[]): Promise<string> {
  const container = await docker.createContainer({ Image: host.image, Cmd: ["true"] });
  const tag = `podium-test/${name}:${host.host}`;
  await container.commit({
    repo: `podium-test/${name}`,
    tag: host.host,
    changes: changes.join("\n"),
  } as never);
  await container.remove();
  made.push(tag);
  return tag;
}
const runsMain = [
  `ENTRYPOINT ${JSON.stringify(["python3", "-c", MAIN])}`,
  "CMD []",
  "WORKDIR /srv",
  "USER root",
  "VOLUME /data",
  "ENV HOME=/root",
];

/** The bytes that `docker save` writes of an image. */
async function saved(tag: string): Promise<string> {
  const file = path.join(host.folder, `saved-${made.length}.tar`);
  await pipeline(await docker.getImage(tag).get(), createWriteStream(file));
  return file;
}

const judge = (submission: Buffer, kind: Given["kind"], more: Partial<Given> = {}) =>
  host.judge({
    submission,
    kind,
    input: { "x.txt": "right" },
    reference: { "truth.txt": "right" },
    scoring: {
      metadata: "command: python3 score.py\n",
      "score.py": `
right = open("/app/input/res/answer.txt").read() == open("/app/input/ref/truth.txt").read()
open("/app/output/scores.txt", "w").write("score: %d" % right)`,
    },
    ...more,
  });
const reference = (name: string) => Buffer.from(JSON.stringify({ reference: name }));
const fine = { cause: "accepted", scores: { score: "1.0000000000" } };

const tar = (...files: [string, string | Buffer][]) =>
  Buffer.concat([
    ...files.flatMap(([name, content]) => {
      const bytes = Buffer.from(content as string);
      return [tarHeader(name, bytes.length), bytes, tarPadding(bytes.length)];
    }),
    TAR_END,
  ]);
const manifest = (...layers: string[]) =>
  JSON.stringify([{ Config: "c.json", RepoTags: null, Layers: layers }]);

test("an image runs its own command, hardened as everything, and leaves nothing, whatever name it claims", async () => {
  const builtIn = (await docker.getImage(host.image).inspect()).RepoTags[0]!;
  const file = await saved(await anImage("main", runsMain));
  const archive = await readImageArchive(file, host.folder, 8 * 1024 ** 3);
  const claims = path.join(host.folder, "claims.tar");
  await pipeline(imageStream(archive, builtIn), createWriteStream(claims));
  const volumes = async () => (await docker.listVolumes()).Volumes.length;
  const before = await volumes();
  const end = await judge(await readFile(claims), "image_tar");
  expect(end.logs).toEqual({ prediction_stdout: "from the image /srv\n" });
  expect(end).toMatchObject(fine);
  expect((await docker.getImage(builtIn).inspect()).Id).toBe(host.image);
  expect(await volumes()).toBe(before);
}, 60_000);

test("an image is run by its name only where this host may pull it, and is not removed when it was here before", async () => {
  const tag = await anImage("main", runsMain);
  expect(await judge(reference(tag), "image_reference")).toMatchObject(fine);
  expect(await imagesOf("podium-test/main")).toContain(tag);
  const builtIn = (await docker.getImage(host.image).inspect()).RepoTags[0]!;
  const refused = await judge(reference(builtIn), "image_reference");
  expect(refused).toMatchObject({
    cause: "image_unavailable",
    detail: expect.stringContaining("may not pull"),
  });
});

test("an image without a command, and one whose command is not there, are the team's own fault", async () => {
  const layer = tar(["x", "x"]);
  const diffId = `sha256:${createHash("sha256").update(layer).digest("hex")}`;
  const rootfs = { type: "layers", diff_ids: [diffId] };
  const config = JSON.stringify({ architecture: "amd64", os: "linux", config: {}, rootfs });
  const none = tar(["manifest.json", manifest("l")], ["c.json", config], ["l", layer]);
  expect(await judge(none, "image_tar")).toMatchObject({
    cause: "invalid_archive",
    detail: "the image has no command to run",
  });
  const missing = await anImage("missing", [`ENTRYPOINT ["/nothing"]`]);
  const end = await judge(reference(missing), "image_reference");
  expect(end).toMatchObject({ cause: "exit_nonzero", facts: { predictionExit: 127 } });
});

test("an image that takes too long is stopped at its time", async () => {
  const slow = await anImage("slow", [`ENTRYPOINT ["sleep", "20"]`]);
  const end = await judge(reference(slow), "image_reference", { limits: { wallS: 1 } });
  expect(end.cause).toBe("timed_out");
});

test.each([
  ["no tar at all", Buffer.from("x".repeat(2000))],
  ["a tar that is cut off", tar(["manifest.json", manifest("l.tar")]).subarray(0, 600)],
  ["a tar without a manifest", tar(["c.json", "{}"])],
  ["a manifest that is no JSON", tar(["manifest.json", "{"])],
  ["two images", tar(["manifest.json", "[{},{}]"])],
  ["no layers", tar(["manifest.json", manifest()], ["c.json", "{}"])],
  ["a layer that is missing", tar(["manifest.json", manifest("../../l.tar")], ["c.json", "{}"])],
  ["a layer that is no tar", tar(["manifest.json", manifest("l")], ["c.json", "{}"], ["l", "x".repeat(600)])],
  ["a configuration that is none", tar(["manifest.json", manifest("l")], ["c.json", "{}"], ["l", TAR_END])],
])("%s is refused as an archive", async (_what, bytes) => {
  expect((await judge(bytes, "image_tar")).cause).toBe("invalid_archive");
});

test("layers that unpack to more than allowed are refused before the engine sees them", async () => {
  const zeros = Buffer.alloc(4 * 1024 ** 2);
  const layer = tar(["zeros", zeros]);
  const claims = Buffer.concat([tarHeader("huge", 2 ** 40), Buffer.alloc(512)]);
  for (const l of [gzipSync(layer), layer, claims]) {
    const bytes = tar(["manifest.json", manifest("l")], ["c.json", "{}"], ["l", l]);
    const end = await judge(bytes, "image_tar", { limits: { imageBytes: 1024 ** 2 } });
    expect(end.cause).toBe("invalid_archive");
  }
});

test("a judge that starts again removes the images its killed self left", async () => {
  const tag = await anImage("left", [`CMD ["true"]`]);
  const { id } = await host.submitted.pull(tag, "left-by-a-killed-judge");
  await host.submitted.sweep();
  expect((await docker.getImage(id).inspect()).RepoTags).toEqual([tag]);
});
