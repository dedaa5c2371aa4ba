import { createReadStream, createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream as WebStream } from "node:stream/web";
import { z } from "zod";
import { API_PATH, Problem } from "../api/shapes.ts";
import { type Brought, sendInPieces } from "./send-in-pieces.ts";

/** The server would not do it; the message is a sentence for the person at the terminal. */
export class Refused extends Error {
  readonly status: number;
  readonly code: string;
  readonly reason: string;
  readonly field: string | undefined;

  constructor(status: number, error: z.infer<typeof Problem>["error"]) {
    super([error.message, ...(error.others ?? []).map((one) => one.message)].join("\n"));
    this.status = status;
    this.code = error.code;
    this.reason = error.reason;
    this.field = error.field;
  }
}

type Options = {
  query?: Record<string, string | number | undefined>;
  body?: unknown;
  /** A zip, by its path or as bytes; it is streamed. */
  archive?: string | Uint8Array;
};

/** Speaks the HTTP API v1. All the command and the demo do goes through here. */
export class Client {
  readonly url: string;
  private readonly token: string | undefined;
  private readonly language: string;

  constructor(url: string, token?: string, language = "en") {
    this.url = url.replace(/\/$/, "");
    this.token = token;
    this.language = language;
  }

  /** The same installation as somebody else. */
  as(token: string): Client {
    return new Client(this.url, token, this.language);
  }

  get<A extends z.ZodType>(path: string, answer: A, query?: Options["query"]): Promise<z.output<A>> {
    return this.call("GET", path, answer, { query });
  }

  post<A extends z.ZodType>(path: string, answer: A, options: Options = {}): Promise<z.output<A>> {
    return this.call("POST", path, answer, options);
  }

  put<A extends z.ZodType>(path: string, answer: A, body: unknown): Promise<z.output<A>> {
    return this.call("PUT", path, answer, { body });
  }

  /** Any operation of the API; the answer as it came. */
  any(method: string, path: string, options: Options = {}): Promise<unknown> {
    return this.call(method, path, z.unknown(), options);
  }

  /** Writes what is answered to a file, whole or not at all. */
  async download(path: string, to: string): Promise<void> {
    const response = await this.send("GET", path, {});
    if (!response.ok || !response.body)
      return this.refused(response, await response.json().catch(() => null));
    const part = `${to}.part`;
    try {
      await pipeline(Readable.fromWeb(response.body as WebStream), createWriteStream(part));
      await rename(part, to);
    } finally {
      await rm(part, { force: true });
    }
  }

  /** Brings a file in pieces; what it becomes is for the call that hands it in. */
  bring(file: string, told: (sent: number, size: number) => void): Promise<Brought> {
    return sendInPieces({ url: this.url, token: this.token, language: this.language, file, told });
  }

  private async call<A extends z.ZodType>(
    method: string,
    path: string,
    answer: A,
    options: Options,
  ): Promise<z.output<A>> {
    const response = await this.send(method, path, options);
    const said: unknown = await response.json().catch(() => null);
    return response.ok ? answer.parse(said) : this.refused(response, said);
  }

  private refused(response: Response, said: unknown): never {
    const problem = Problem.safeParse(said);
    if (problem.success) throw new Refused(response.status, problem.data.error);
    throw new Error(`${this.url} answered ${response.status}, and not as Podium does.`);
  }

  private async send(method: string, path: string, { query, body, archive }: Options): Promise<Response> {
    const url = new URL(this.url + API_PATH + path);
    for (const [name, value] of Object.entries(query ?? {}))
      if (value !== undefined) url.searchParams.set(name, String(value));
    const headers: Record<string, string> = { accept: "application/json", "accept-language": this.language };
    if (this.token) headers.authorization = `Bearer ${this.token}`;
    let payload: RequestInit["body"];
    if (archive !== undefined) {
      headers["content-type"] = "application/zip";
      // Node's ReadableStream, which the types of fetch know under another declaration.
      payload =
        typeof archive === "string"
          ? (Readable.toWeb(createReadStream(archive)) as unknown as ReadableStream)
          : Buffer.from(archive);
    } else if (body !== undefined) {
      headers["content-type"] = "application/json";
      payload = JSON.stringify(body);
    }
    const request = { method, headers, body: payload, duplex: "half", redirect: "error" } as RequestInit;
    return fetch(url, request).catch((error: Error) => {
      const cause = error.cause instanceof Error ? error.cause.message : error.message;
      throw new Error(`${this.url} cannot be reached: ${cause}`);
    });
  }
}
