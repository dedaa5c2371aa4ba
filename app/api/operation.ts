import type { Readable } from "node:stream";
import type { z } from "zod";
import type { Locale, TokenScope } from "../../db/vocabulary.ts";
import type { Viewer } from "../people/viewer.ts";
import type { Outcome } from "../web/outcome.ts";

export type Method = "GET" | "POST" | "PUT";
type Shape = z.ZodType;

/** An archive as an answer, streamed. */
export type FileAnswer = { fileName: string; content: Readable };
type Answered<Answer extends Shape | "zip"> = Answer extends Shape ? z.input<Answer> : FileAnswer;

/** What a handler gets: everything parsed, the time read once. */
export type Call<Params, Query, Body> = {
  request: Request;
  viewer: Viewer;
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
  /** JSON of this shape, "zip" for a raw archive that is streamed, or nothing. */
  body: Shape | "zip" | null;
  /** The status of success. */
  status: 200 | 201;
  /** JSON of this shape, or "zip" for an archive that is streamed. */
  answer: Shape | "zip";
  handle(call: Call<Record<string, string>, unknown, unknown>): Promise<Outcome<unknown>>;
};

type ParamsOf<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? { [K in Name | keyof ParamsOf<Rest>]: string }
  : Record<never, string>;

type Given<
  Path extends string,
  Query extends z.ZodObject,
  Body extends Shape | "zip",
  Answer extends Shape | "zip",
> = {
  method: Method;
  path: Path;
  id: string;
  tag: string;
  summary: string;
  scope: TokenScope | null;
  query?: Query;
  body?: Body;
  status?: 200 | 201;
  answer: Answer;
  handle(
    call: Call<ParamsOf<Path>, z.output<Query>, Body extends Shape ? z.output<Body> : Readable>,
  ): Promise<Outcome<Answered<Answer>>>;
};

/** Declares an operation, with its handler typed by its own shapes. */
export function operation<
  const Path extends string,
  Answer extends Shape | "zip",
  Query extends z.ZodObject = z.ZodObject,
  Body extends Shape | "zip" = "zip",
>(given: Given<Path, Query, Body, Answer>): Operation {
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
