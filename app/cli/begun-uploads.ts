import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { PreviousUpload, UrlStorage } from "tus-js-client";
import { z } from "zod";
import { configFolder } from "./config-folder.ts";

/** How many are remembered; of more the oldest are forgotten, and would be sent anew. */
const MOST = 50;
const Begun = z.object({ fingerprint: z.string(), url: z.url(), size: z.number(), at: z.string() });
const All = z.array(Begun).catch([]);
type Begun = z.infer<typeof Begun>;

/**
 * Where uploads that were begun and not yet handed in are, beside the sign-in and as private: so that a command
 * that was cut off, or killed, goes on where it was. Implements what the uploads' library asks of a memory.
 */
export class BegunUploads implements UrlStorage {
  private readonly file = path.join(configFolder(), "uploads.json");

  private read(): Begun[] {
    if (!existsSync(this.file)) return [];
    try {
      return All.parse(JSON.parse(readFileSync(this.file, "utf8")));
    } catch {
      return []; // what cannot be read costs no more than sending anew
    }
  }

  private write(begun: Begun[]): void {
    mkdirSync(path.dirname(this.file), { recursive: true, mode: 0o700 });
    // Whole or not at all, also when two commands write at once.
    const part = `${this.file}.${process.pid}`;
    writeFileSync(part, `${JSON.stringify(begun.slice(-MOST), null, 2)}\n`, { mode: 0o600 });
    chmodSync(part, 0o600);
    renameSync(part, this.file);
  }

  private asKnown = ({ fingerprint, url, size, at }: Begun): PreviousUpload => ({
    size,
    metadata: {},
    creationTime: at,
    urlStorageKey: fingerprint,
    uploadUrl: url,
    parallelUploadUrls: null,
  });

  async findAllUploads(): Promise<PreviousUpload[]> {
    return this.read().map(this.asKnown);
  }

  async findUploadsByFingerprint(fingerprint: string): Promise<PreviousUpload[]> {
    return this.read()
      .filter((begun) => begun.fingerprint === fingerprint)
      .map(this.asKnown);
  }

  async removeUpload(fingerprint: string): Promise<void> {
    this.write(this.read().filter((begun) => begun.fingerprint !== fingerprint));
  }

  async addUpload(fingerprint: string, { uploadUrl, size, creationTime }: PreviousUpload): Promise<string> {
    const others = this.read().filter((begun) => begun.fingerprint !== fingerprint);
    if (uploadUrl)
      this.write([...others, { fingerprint, url: uploadUrl, size: size ?? 0, at: creationTime }]);
    return fingerprint;
  }
}
