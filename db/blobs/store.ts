import type { Readable } from "node:stream";
import type { Transaction } from "../connect.ts";

/** A stored content: its SHA-256 in hex and its size in bytes. */
export type Blob = { hash: string; size: number };

/** Thrown by `put` when the stream brings more than it may; nothing is kept. */
export class TooLarge extends Error {
  readonly limit: number;

  constructor(limit: number) {
    super(`more than ${limit} bytes`);
    this.limit = limit;
  }
}

/** What is written in the same transaction as the content's row: both, or neither. */
export type Along = (tx: Transaction, blob: Blob) => Promise<void>;

/** Bundles, submissions and outputs, by content. The same content is stored once. */
export interface BlobStore {
  /** Stores a stream and records it in `blobs`. Hash and limit are taken on the way. */
  put(content: Readable, options: { maxBytes: number }): Promise<Blob>;
  /** Takes over a finished local file: kept, it is gone from `file`; interrupted, it is still there. */
  adopt(file: string, along?: Along): Promise<Blob>;
  open(hash: string, range?: { start: number; end?: number }): Promise<Readable>;
  /** Throws the content's bytes away: only `sweep.ts` knows when nobody needs them. */
  remove(hash: string): Promise<void>;
  /** Throws away what began to arrive before this time and never ended. Answers how many. */
  forgetIncoming(before: Date): Promise<number>;
  /** Throws away files that no row knows of: a process died between both. Answers how many. */
  forgetStrays(before: Date): Promise<number>;
  /** A local path to read the content at, until the process ends. */
  path(hash: string): Promise<string>;
}
