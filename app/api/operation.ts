import type { Readable } from "node:stream";
import type { z } from "zod";
import type { Locale, TokenScope } from "../../db/vocabulary.ts";
import type { SignedInViewer, Viewer } from "../people/viewer.ts";
import type { Outcome } from "../web/outcome.ts";

export type Method = "GET" | "POST" | "PUT" | "DELETE";
type Shape = z.ZodType;

/** What an answer that is no JSON may be, by the media types it may have; the first where its handler names none. */
export const FILE_TYPES = {
  zip: ["application/zip"],
  table: ["text/csv; charset=utf-8", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"],
  file: ["application/octet-stream"],
} as const;
export type FileKind = keyof typeof FILE_TYPES;

/** A file as an answer, streamed. */
export type FileAnswer = { fileName: string; content: Readable; type?: string };
type Answered<Answer extends Shape | FileKind> = Answer extends Shape ? z.input<Answer> : FileAnswer;

/** Raw bytes as a body: a zip, or any file. */
export type RawBody = "zip" | "file";

/** What a handler gets: everything parsed, the time read once. */
export type Call<Params, Query, Body, Who = Viewer> = {
  request: Request;
  viewer: Who;
  now: Date;
  locale: Locale;
  params: Params;
  query: Query;
  body: Body;
};

/** One line of the API: the router, the checks and the OpenAPI document all read it. */
export type Operation = {
  method: Method;
  /** Below /api/v1, e.g. /competitions/{slug}. */
  path: string;
  id: string;
  tag: string;
  summary: string;
  /** The scope a token needs; null for calls that anybody may make. */
  scope: TokenScope | null;
  query: z.ZodObject | null;
  /** JSON of this shape, raw bytes that are streamed, or nothing. */
  body: Shape | RawBody | null;
  /** The status of success. */
  status: 200 | 201;
  /** JSON of this shape, or a file that is streamed. */
  answer: Shape | FileKind;
  handle(call: Call<Record<string, string>, unknown, unknown>): Promise<Outcome<unknown>>;
};

type ParamsOf<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? { [K in Name | keyof ParamsOf<Rest>]: string }
  : Record<never, string>;

/** Who calls: guests reach no operation with a scope other than `read`. */
type Caller<Scope extends TokenScope | null> = Scope extends "read" | null ? Viewer : SignedInViewer;

type Given<
  Path extends string,
  Query extends z.ZodObject,
  Body extends Shape | RawBody,
  Answer extends Shape | FileKind,
  Scope extends TokenScope | null,
> = {
  method: Method;
  path: Path;
  id: string;
  tag: string;
  summary: string;
  scope: Scope;
  query?: Query;
  body?: Body;
  status?: 200 | 201;
  answer: Answer;
  handle(
    call: Call<
      ParamsOf<Path>,
      z.output<Query>,
      Body extends Shape ? z.output<Body> : Readable,
      Caller<Scope>
    >,
  ): Promise<Outcome<Answered<Answer>>>;
};

/** Declares an operation, with its handler typed by its own shapes. */
export function operation<
  const Path extends string,
  Answer extends Shape | FileKind,
  const Scope extends TokenScope | null,
  Query extends z.ZodObject = z.ZodObject,
  Body extends Shape | RawBody = "zip",
>(given: Given<Path, Query, Body, Answer, Scope>): Operation {
  return {
    ...given,
    query: given.query ?? null,
    body: given.body ?? null,
    status: given.status ?? 200,
    handle: given.handle as Operation["handle"],
  };
}

/** The operation's parameters when the path is its own, else null. */
export function matchPath(template: string, path: string): Record<string, string> | null {
  const wanted = template.split("/");
  const given = path.split("/");
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [i, part] of wanted.entries()) {
    const piece = given[i]!;
    if (!part.startsWith("{")) {
      if (part !== piece) return null;
      continue;
    }
    if (piece === "") return null;
    params[part.slice(1, -1)] = piece;
  }
  return params;
}

/** Whether a token with these scopes may make the call. Every token may read; a cookie has no scopes. */
export const scopeAllows = (held: readonly TokenScope[] | null, needed: TokenScope): boolean =>
  held === null || needed === "read" || held.includes(needed);
