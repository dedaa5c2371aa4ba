import { createToken } from "../../app/people/tokens.server.ts";
import type { TokenScope } from "../../db/vocabulary.ts";
import { aPerson } from "../factories/people.ts";

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
type Json = any;
type Sent = { body?: unknown; bytes?: Buffer | string; language?: string };
export type Answer = { status: number; type: string; text: string; json: Json };
/** Makes one call: a path below /api/v1. */
export type Caller = (method: string, path: string, sent?: Sent) => Promise<Answer>;

/** Calls the API over HTTP with this token, or with none. */
export const callerWith =
  (url: string, token: string | null): Caller =>
  async (method, path, { body, bytes, language } = {}) => {
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(language && { "accept-language": language }),
      },
      body: bytes ?? (body === undefined ? undefined : JSON.stringify(body)),
    } as RequestInit);
    const type = response.headers.get("content-type") ?? "";
    const text = Buffer.from(await response.arrayBuffer()).toString("latin1");
    const utf8 = Buffer.from(text, "latin1").toString();
    return {
      status: response.status,
      type,
      text: utf8,
      json: type.includes("json") ? JSON.parse(utf8) : null,
    };
  };

const EVERY: TokenScope[] = ["read", "take_part", "organise", "operate"];

/** Calls as this person, with these scopes. */
export async function callerOf(url: string, personId: string, scopes = EVERY): Promise<Caller> {
  const made = await createToken({ personId, name: "test", scopes, expiresAt: null });
  if (!made.ok) throw new Error(`No token was made: ${made.refusal.reason}`);
  return callerWith(url, made.value.token);
}

/** A new person who calls, with their id and viewer. */
export async function aCaller(url: string, given: Parameters<typeof aPerson>[0] = {}, scopes = EVERY) {
  const person = await aPerson(given);
  return { ...person, call: await callerOf(url, person.id, scopes) };
}
