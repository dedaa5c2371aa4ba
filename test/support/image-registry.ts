import { createHash, randomBytes } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { TAR_END, tarHeader, tarPadding } from "../../judge/sandbox/tar.ts";

const sha256 = (bytes: Buffer) => `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
const TYPES = {
  manifest: "application/vnd.docker.distribution.manifest.v2+json",
  config: "application/vnd.docker.container.image.v1+json",
  layer: "application/vnd.docker.image.rootfs.diff.tar.gzip",
};

/** A registry on loopback, which engines speak to without TLS: images of one layer, whose tags can be moved. */
export async function imageRegistry() {
  const blobs = new Map<string, Buffer>();
  const manifests = new Map<string, Buffer>();
  const tags = new Map<string, string>();
  /** Pieces of a layer wait for this before each is sent. */
  let gate: () => Promise<void> = async () => {};
  let down = false;

  const server = createServer(async (request, response) => {
    if (down) return void response.writeHead(503).end();
    const path = new URL(request.url ?? "/", "http://registry").pathname;
    if (path === "/v2/")
      return void response.writeHead(200, { "content-type": "application/json" }).end("{}");
    const [, , kind, name = ""] = /^\/v2\/(.+)\/(manifests|blobs)\/([^/]+)$/.exec(path) ?? [];
    const repository = path.split("/")[2];
    const digest = kind === "manifests" ? (tags.get(`${repository}:${name}`) ?? name) : name;
    const bytes = (kind === "manifests" ? manifests : blobs).get(digest);
    if (!bytes)
      return void response.writeHead(404, { "content-type": "application/json" }).end('{"errors":[]}');
    response.writeHead(200, {
      "content-type": kind === "manifests" ? TYPES.manifest : "application/octet-stream",
      "content-length": bytes.length,
      "docker-content-digest": digest,
    });
    if (request.method === "HEAD") return void response.end();
    const pieces = kind === "blobs" && bytes.length > 4096 ? 8 : 1;
    const size = Math.ceil(bytes.length / pieces);
    for (let at = 0; at < bytes.length && !response.destroyed; at += size) {
      if (pieces > 1) await gate();
      response.write(bytes.subarray(at, at + size));
    }
    response.end();
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    /** What comes before a repository's name. */
    host,
    /** Puts a new image under a tag, which moves there, and answers its digest. */
    push(repository: string, tag: string, bytes = 100_000): string {
      const content = randomBytes(bytes);
      const tar = Buffer.concat([tarHeader("random", bytes), content, tarPadding(bytes), TAR_END]);
      const layer = gzipSync(tar);
      const config = Buffer.from(
        JSON.stringify({
          architecture: "amd64",
          os: "linux",
          config: { Cmd: ["/random"] },
          rootfs: { type: "layers", diff_ids: [sha256(tar)] },
        }),
      );
      blobs.set(sha256(layer), layer).set(sha256(config), config);
      const manifest = Buffer.from(
        JSON.stringify({
          schemaVersion: 2,
          mediaType: TYPES.manifest,
          config: { mediaType: TYPES.config, size: config.length, digest: sha256(config) },
          layers: [{ mediaType: TYPES.layer, size: layer.length, digest: sha256(layer) }],
        }),
      );
      manifests.set(sha256(manifest), manifest);
      tags.set(`${repository}:${tag}`, sha256(manifest));
      return sha256(manifest);
    },
    /** Sends layers slowly, so that somebody can look on. */
    slow(ms: number) {
      gate = () => pause(ms);
    },
    /** Answers nobody any more. */
    fail(now: boolean) {
      down = now;
    },
    end: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
