import { randomUUID } from "node:crypto";
import Docker from "dockerode";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { HeldImage, ImageLook, LookedImage, WantedImage } from "../../judge/contract/protocol.ts";
import { ImageUnavailable, tagImage } from "../../judge/sandbox/images.ts";
import { imageEngine } from "../../judge/work/image-engine.ts";
import { readyImages } from "../../judge/work/ready-images.ts";
import { imageRegistry } from "../support/image-registry.ts";

const docker = new Docker();
let registry: Awaited<ReturnType<typeof imageRegistry>>;
const before = new Set<string>();
beforeAll(async () => {
  registry = await imageRegistry();
  for (const { Id } of await docker.listImages({ all: true })) before.add(Id);
});
afterAll(async () => {
  registry.end();
  for (const { Id, RepoTags, RepoDigests } of await docker.listImages()) {
    const mine = [...(RepoTags ?? []), ...(RepoDigests ?? [])].some((name) => name.includes(registry.host));
    if (mine || (!before.has(Id) && RepoTags?.some((tag) => tag.startsWith("podium-fixed:"))))
      await docker.getImage(Id).remove({ force: true });
  }
});

/** A host that is told what to have, and what it says of it until something holds. */
function aKeeper(own: { pattern: string; target: string }[] = []) {
  const engine = imageEngine({ builtIn: "podium-test/none:1", own });
  const keeper = readyImages(engine);
  const said: ReturnType<typeof keeper.now>[] = [];
  const waiting = new Set<() => void>();
  keeper.watch(() => {
    said.push(structuredClone(keeper.now()));
    for (const look of waiting) look();
  });
  const until = <T>(find: (now: ReturnType<typeof keeper.now>) => T | undefined) =>
    new Promise<T>((resolve) => {
      const look = () => {
        const found = said.map(find).find((one) => one !== undefined);
        if (found === undefined) return;
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
    });
  const order = (images: WantedImage[], looks: ImageLook[] = []) => {
    said.length = 0;
    keeper.order({ images, looks });
  };
  const state = (image: string, ...states: HeldImage["state"][]) =>
    until(({ images }) => images.find((one) => one.image === image && states.includes(one.state)));
  const looked = (image: string, askedAt: number): Promise<LookedImage> =>
    until((now) => now.looked.find((one) => one.image === image && one.askedAt === askedAt));
  return { engine, order, state, looked, said };
}

const aName = () => `${registry.host}/${randomUUID()}`;
const wanted = (image: string, exact: string | null = null): WantedImage => ({ image, named: image, exact });
const asWork = (image: string) => ({ image, imageNamed: image, sameImage: false });

test("an image is fetched before a run asks for it, with its progress, and named by its digest", async () => {
  const repository = randomUUID();
  const image = `${registry.host}/${repository}:1`;
  const digest = registry.push(repository, "1", 3_000_000);
  registry.slow(400);
  const host = aKeeper();
  host.order([wanted(image)]);
  const here = await host.state(image, "here", "failed");
  registry.slow(0);
  expect(here).toMatchObject({ state: "here", exact: `${registry.host}/${repository}@${digest}` });
  const shares = host.said.flatMap(({ images }) => images.map((one) => one.progress ?? 0));
  expect(shares.filter((share) => share > 0 && share < 1).length).toBeGreaterThan(0);
  expect(shares.slice(0, -1)).toEqual(shares.slice(0, -1).toSorted((a, b) => a - b));
});

test("a run keeps to the fixed image when its tag moves, also on a host that has only the new one", async () => {
  const repository = randomUUID();
  const image = `${registry.host}/${repository}:1`;
  const first = registry.push(repository, "1");
  const host = aKeeper();
  host.order([wanted(image)]);
  const { exact } = await host.state(image, "here");
  expect(exact).toContain(first);

  const second = registry.push(repository, "1");
  host.order([wanted(image, exact)], [{ image, named: image, askedAt: 1 }]);
  expect(await host.looked(image, 1)).toMatchObject({
    exact: expect.stringContaining(second),
    problem: null,
  });
  expect((await host.engine.forWork(asWork(exact!))).exact).toBe(exact);

  // Another host, which has met the name only since it moved.
  await docker.getImage(exact!).remove({ force: true });
  host.order([wanted(image, exact)]);
  expect(await host.state(image, "here", "failed")).toMatchObject({ state: "here", exact });
  expect((await host.engine.forWork(asWork(exact!))).exact).toBe(exact);
});

test("an image that no registry has is fixed by its id and stays when its tag moves", async () => {
  const registered = randomUUID();
  registry.push(registered, "1");
  registry.push(registered, "2");
  const image = `podium-test/${randomUUID()}:1`;
  /** Puts an image under the name as a build does: without a registry's digest. */
  const build = async (tag: string) => {
    const name = `${registry.host}/${registered}:${tag}`;
    const host = aKeeper();
    host.order([wanted(name)]);
    await host.state(name, "here");
    const { id } = (await host.engine.find(name))!;
    await tagImage(id, image);
    for (const other of (await docker.getImage(id).inspect()).RepoDigests ?? [])
      await docker.getImage(other).remove({ noprune: true });
    return id;
  };
  const first = await build("1");
  const host = aKeeper();
  host.order([wanted(image)]);
  expect(await host.state(image, "here")).toMatchObject({ exact: first });

  const second = await build("2");
  host.order([wanted(image, first)], [{ image, named: image, askedAt: 2 }]);
  expect(await host.looked(image, 2)).toMatchObject({ exact: second });
  await docker.pruneImages({ filters: JSON.stringify({ dangling: ["true"], until: ["1h"] }) });
  expect((await host.engine.forWork(asWork(first))).id).toBe(first);
  await docker.getImage(image).remove();
  expect((await host.engine.forWork(asWork(first))).id).toBe(first);
});

test("what cannot be fetched is said in words and no run hangs on it", async () => {
  const image = `${aName()}:1`;
  const host = aKeeper();
  host.order([wanted(image)]);
  const failed = await host.state(image, "failed");
  expect(failed.detail).not.toBe("");
  await expect(host.engine.forWork(asWork(image))).rejects.toThrow(ImageUnavailable);
  const gone = `sha256:${"0".repeat(64)}`;
  host.order([wanted("podium-test/none:2", gone)]);
  expect((await host.state("podium-test/none:2", "failed")).detail).toContain("which no registry has");
});

test("a look that the registry does not answer finds no newer image, and one of a host's own table answers for nobody", async () => {
  const repository = randomUUID();
  const image = `${registry.host}/${repository}:1`;
  registry.push(repository, "1");
  const host = aKeeper();
  host.order([wanted(image)]);
  await host.state(image, "here");
  registry.fail(true);
  host.order([wanted(image)], [{ image, named: image, askedAt: 3 }]);
  const answer = await host.looked(image, 3);
  registry.fail(false);
  expect(answer).toMatchObject({ exact: null });
  expect(answer.problem).not.toBe("");

  const theirs = aKeeper([{ pattern: "elsewhere/*", target: image }]);
  const asked = { image: "elsewhere/x:1", named: "elsewhere/x:1" };
  theirs.order([{ ...asked, exact: null }], [{ ...asked, askedAt: 4 }]);
  expect(await theirs.state(asked.image, "here")).toMatchObject({ own: true });
  expect(theirs.said.flatMap(({ looked }) => looked)).toEqual([]);
});
