import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { createReadableStreamFromReadable } from "@remix-run/node";
import { z } from "zod";
import { webConfig } from "../../config.ts";
import { type Locale, TOKEN_SCOPES } from "../../db/vocabulary.ts";
import { viewerOf } from "../people/viewer.server.ts";
import { GUEST } from "../people/viewer.ts";
import { attachment } from "../web/attachment.ts";
import { faultOf } from "../web/fault.ts";
import { type Outcome, type Refusal, refused } from "../web/outcome.ts";
import { statusOf } from "../web/respond.server.ts";
import { judging } from "./judging.ts";
import { openApiDocument } from "./open-api.ts";
import {
  FILE_TYPES,
  type FileAnswer,
  type FileKind,
  matchPath,
  type Operation,
  scopeAllows,
} from "./operation.ts";
import { operations } from "./operations.server.ts";
import { localeOf, sentence } from "./sentence.ts";
import { API_PATH } from "./shapes.ts";

const JSON_MAX_BYTES = 4 * 1024 * 1024;

/** Answers every call below /api/v1. */
export async function handle(request: Request): Promise<Response> {
  const now = new Date();
  const url = new URL(request.url);
  const path = url.pathname.slice(API_PATH.length).replace(/\/$/, "") || "/";
  if (path.startsWith("/judging/")) return judging(request, path.split("/").slice(2));
  const locale = localeOf(request.headers.get("accept-language"));
  if (path === "/openapi.json") return Response.json(openApiDocument(operations, webConfig().PUBLIC_URL));

  const method = request.method === "HEAD" ? "GET" : request.method;
  for (const operation of operations) {
    if (operation.method !== method) continue;
    const params = matchPath(operation.path, path);
    if (!params) continue;
    const outcome = await perform(operation, request, url, params, now, locale);
    if (!outcome.ok) return problem(outcome.refusal, locale);
    if (typeof operation.answer === "string") return file(operation.answer, outcome.value as FileAnswer);
    return Response.json(operation.answer.parse(outcome.value), {
      status: operation.status,
      headers: { "cache-control": "no-store", vary: "accept-language, authorization, cookie" },
    });
  }
  return problem(refused("not_found", "api.refusals.noSuchPath", { values: { path } }).refusal, locale);
}

async function perform(
  operation: Operation,
  request: Request,
  url: URL,
  params: Record<string, string>,
  now: Date,
  locale: Locale,
): Promise<Outcome<unknown>> {
  // A cookie travels with requests that a stranger's page starts: it never writes here, only a token does.
  const withToken = /^Bearer\s/i.test(request.headers.get("authorization") ?? "");
  const viewer = withToken || operation.method === "GET" ? await viewerOf(request) : GUEST;
  if (withToken && !viewer.person) return refused("signed_out", "api.refusals.unknownToken");
  if (operation.scope) {
    if (!viewer.person && operation.scope !== "read")
      return refused("signed_out", "api.refusals.tokenNeeded");
    if (!scopeAllows(viewer.tokenScopes, operation.scope))
      return refused("forbidden", "api.refusals.scopeMissing", { values: { scope: operation.scope } });
  }
  const query = checked(operation.query, Object.fromEntries(url.searchParams), locale);
  if (!query.ok) return query;
  const body = await bodyOf(operation, request, locale);
  if (!body.ok) return body;
  return operation.handle({ request, viewer, now, locale, params, query: query.value, body: body.value });
}

async function bodyOf(operation: Operation, request: Request, locale: Locale): Promise<Outcome<unknown>> {
  if (operation.body === null) return { ok: true, value: undefined };
  if (typeof operation.body === "string") {
    if (!request.body) return refused("invalid", "api.refusals.noArchive");
    return { ok: true, value: Readable.fromWeb(request.body as ReadableStream) };
  }
  const text = await bounded(request);
  if (text === null)
    return refused("invalid", "api.refusals.tooLarge", { values: { bytes: JSON_MAX_BYTES } });
  let given: unknown;
  try {
    given = text.trim() === "" ? {} : JSON.parse(text);
  } catch {
    return refused("invalid", "api.refusals.badJson");
  }
  return checked(operation.body, given, locale);
}

/** The body as text, null when it is longer than a JSON body may be. */
async function bounded(request: Request): Promise<string | null> {
  if (!request.body) return "";
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of Readable.fromWeb(request.body as ReadableStream)) {
    size += chunk.length;
    if (size > JSON_MAX_BYTES) return null;
    chunks.push(Buffer.from(chunk));
  }
  return Buffer.concat(chunks).toString("utf8");
}

// Zod's own sentences; those of our shapes are keys of the locales.
const WORDS: Record<Locale, z.core.$ZodErrorMap> = {
  en: z.locales.en().localeError,
  "zh-Hans": z.locales.zhCN().localeError,
  "zh-Hant": z.locales.zhTW().localeError,
};

function checked(shape: z.ZodType | null, given: unknown, locale: Locale): Outcome<unknown> {
  if (!shape) return { ok: true, value: {} };
  const read = shape.safeParse(given, { error: WORDS[locale] });
  if (read.success) return { ok: true, value: read.data };
  const issue = read.error.issues[0];
  const field = issue?.path.join(".") || "body";
  const fault = faultOf(field, issue?.message ?? "");
  if (fault) return { ok: false, refusal: fault };
  return refused("invalid", "api.refusals.badField", {
    field,
    values: { field, problem: issue?.message ?? "" },
  });
}

/** Somebody's file: saved, never shown. */
const file = (kind: FileKind, { fileName, content, type }: FileAnswer) =>
  new Response(createReadableStreamFromReadable(content), {
    headers: {
      "content-type": type ?? FILE_TYPES[kind][0],
      "content-disposition": attachment(fileName),
      "content-security-policy": "sandbox; default-src 'none'",
      "x-content-type-options": "nosniff",
      "cache-control": "private, no-store",
    },
  });

/** A refusal as the API says it. */
export function problem(refusal: Refusal, locale: Locale): Response {
  const { code, reason, values, field, others } = refusal;
  const error = {
    code,
    reason,
    message: sentence(locale, reason, values),
    ...(field && { field }),
    ...(others && {
      others: others.map((one) => ({
        reason: one.reason,
        message: sentence(locale, one.reason, one.values),
      })),
    }),
  };
  const headers: Record<string, string> = { "cache-control": "no-store" };
  if (code === "signed_out") headers["www-authenticate"] = `Bearer scope="${TOKEN_SCOPES.join(" ")}"`;
  return Response.json({ error }, { status: statusOf(code), headers });
}
