import { Validator } from "@seriousme/openapi-schema-validator";
import { expect, test } from "vitest";
import { handle } from "../../app/api/handle.server.ts";
import { operations } from "../../app/api/operations.server.ts";
import { createPerson } from "../../app/people/create-person.server.ts";
import { createToken } from "../../app/people/tokens.server.ts";
import type { TokenScope } from "../../db/vocabulary.ts";

let count = 0;

async function aToken(
  scopes: TokenScope[],
  role?: "owner" | "organiser",
): Promise<{ token: string; email: string; password: string }> {
  const email = `caller-${++count}@example.org`;
  const password = "correct horse battery";
  const person = await createPerson({
    name: "Caller",
    email,
    password,
    verified: true,
    ...(role && { role }),
  });
  if (!person.ok) throw new Error(person.refusal.reason);
  const made = await createToken({ personId: person.value.id, name: "test", scopes, expiresAt: null });
  if (!made.ok) throw new Error(made.refusal.reason);
  return { token: made.value.token, email, password };
}

type Asked = { token?: string; body?: unknown; raw?: string; language?: string; cookie?: string };

async function call(method: string, path: string, { token, body, raw, language, cookie }: Asked = {}) {
  const response = await handle(
    new Request(`http://podium.test/api/v1${path}`, {
      method,
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(language && { "accept-language": language }),
        ...(cookie && { cookie }),
      },
      ...((body !== undefined || raw !== undefined) && { body: raw ?? JSON.stringify(body) }),
    }),
  );
  return { status: response.status, answer: await response.json() };
}

test("the OpenAPI document lists every operation with its scope, its answer and its refusals", async () => {
  const { status, answer } = await call("GET", "/openapi.json");

  expect(status).toBe(200);
  expect(answer.openapi).toBe("3.1.0");
  for (const { method, path, id, scope } of operations) {
    const said = answer.paths[`/api/v1${path}`]?.[method.toLowerCase()];
    expect(said, `${method} ${path}`).toMatchObject({ operationId: id });
    expect(said.security).toEqual(scope ? [{ token: [scope] }] : []);
    const names = [...path.matchAll(/\{(\w+)\}/g)].map((m) => m[1]);
    const described = (said.parameters ?? []).filter((p: { in: string }) => p.in === "path");
    expect(described.map((p: { name: string }) => p.name)).toEqual(names);
    expect(said.responses.default.content["application/json"].schema.$ref).toBe(
      "#/components/schemas/Problem",
    );
  }
  const listed = Object.values(answer.paths as Record<string, object>).flatMap((p) => Object.keys(p));
  expect(listed).toHaveLength(operations.length);
});

test("every reference of the OpenAPI document leads somewhere", async () => {
  const { answer } = await call("GET", "/openapi.json");
  const references = [...JSON.stringify(answer).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)];

  expect(references.length).toBeGreaterThan(0);
  for (const [, name] of references) expect(answer.components.schemas).toHaveProperty(name!);
});

test("the OpenAPI document is valid by the standard's own schema", async () => {
  const { answer } = await call("GET", "/openapi.json");
  const { valid, errors } = await new Validator().validate(answer);

  expect(errors ?? []).toEqual([]);
  expect(valid).toBe(true);
});

test("no two operations share an id or a method and path", () => {
  expect(new Set(operations.map((o) => o.id)).size).toBe(operations.length);
  expect(new Set(operations.map((o) => `${o.method} ${o.path}`)).size).toBe(operations.length);
});

test("a path that is none is answered 404 in the caller's language", async () => {
  const { status, answer } = await call("GET", "/nowhere", { language: "zh-CN,zh;q=0.9,en;q=0.5" });

  expect(status).toBe(404);
  expect(answer.error).toEqual({
    code: "not_found",
    reason: "api.refusals.noSuchPath",
    message: "/nowhere 不存在。",
  });
});

test("a call that changes something without a token is answered 401", async () => {
  const { status, answer } = await call("POST", "/forums", { body: { slug: "f", name: { en: "F" } } });

  expect(status).toBe(401);
  expect(answer.error.reason).toBe("api.refusals.tokenNeeded");
});

test("a token that is unknown is answered 401, also where none is needed", async () => {
  expect(await call("GET", "/me", { token: "podium_nobody" })).toMatchObject({ status: 401 });
});

test("a token without the scope is answered 403, whoever it speaks for", async () => {
  const { token } = await aToken(["read"], "owner");

  const { status, answer } = await call("POST", "/people", {
    token,
    body: { name: "New", email: "new@example.org", password: "a long password" },
  });

  expect(status).toBe(403);
  expect(answer.error.reason).toBe("api.refusals.scopeMissing");
});

test("an organiser's token with every scope may not do what only an owner may", async () => {
  const { token } = await aToken(["read", "organise", "operate"], "organiser");
  const body = { name: "New", email: "new@example.org", password: "a long password" };

  expect(await call("POST", "/people", { token, body })).toMatchObject({
    status: 403,
    answer: { error: { reason: "api.refusals.ownerOnly" } },
  });
});

test("a body of another shape is answered 422 with the field", async () => {
  const { token } = await aToken(["operate"], "owner");

  const { status, answer } = await call("POST", "/people", {
    token,
    body: { name: "New", email: "not an address", password: "a long password" },
  });

  expect(status).toBe(422);
  expect(answer.error).toMatchObject({ code: "invalid", field: "email" });
});

test("a body that is no JSON is answered 422", async () => {
  const { token } = await aToken(["operate"], "owner");

  expect(await call("POST", "/people", { token, raw: "{" })).toMatchObject({
    status: 422,
    answer: { error: { reason: "api.refusals.badJson" } },
  });
});

test("an owner makes a person, who makes a token with their password and is who they are", async () => {
  const { token } = await aToken(["operate"], "owner");
  const email = "made@example.org";
  const password = "a long password";
  const made = await call("POST", "/people", { token, body: { name: "Made", email, password } });
  expect(made.status).toBe(201);

  const theirs = await call("POST", "/tokens", { body: { email, password, scopes: ["take_part"] } });
  expect(theirs.status).toBe(201);
  const me = await call("GET", "/me", { token: theirs.answer.token });

  expect(me.answer).toEqual({
    person: { id: made.answer.id, name: "Made", email, verified: true },
    scopes: ["take_part"],
  });
});

test("a wrong password makes no token", async () => {
  const { email } = await aToken(["read"]);

  expect(await call("POST", "/tokens", { body: { email, password: "wrong" } })).toMatchObject({
    status: 401,
  });
});

test("a token cannot make one that may do more than itself", async () => {
  const { token } = await aToken(["read", "take_part"], "owner");

  expect(await call("POST", "/tokens", { token, body: { scopes: ["operate"] } })).toMatchObject({
    status: 403,
    answer: { error: { reason: "api.refusals.scopeTooWide" } },
  });
  expect(await call("POST", "/tokens", { token, body: { scopes: ["read"] } })).toMatchObject({ status: 201 });
});

test("a forum, its edition, agenda and tickets are made, and a person takes a place", async () => {
  const { token } = await aToken(["organise"], "organiser");
  const guest = await aToken(["take_part"]);
  const at = "/forums/models/2027";
  const edition = {
    slug: "2027",
    name: { en: "2027" },
    state: "published",
    timeZone: "Asia/Shanghai",
    startsOn: "2027-03-01",
    endsOn: "2027-03-01",
  };
  const agenda = {
    rooms: [{ key: "hall", name: { en: "Hall" } }],
    tracks: [],
    speakers: [{ key: "lin", name: "Lin" }],
    sessions: [
      {
        title: { en: "Opening" },
        room: "hall",
        speakers: ["lin"],
        startsAt: "2027-03-01T09:00:00+08:00",
        endsAt: "2027-03-01T10:00:00+08:00",
      },
    ],
  };

  const forum = await call("POST", "/forums", { token, body: { slug: "models", name: { en: "Models" } } });
  expect(forum).toMatchObject({ status: 201, answer: { slug: "models" } });
  expect(await call("POST", "/forums/models/editions", { token, body: edition })).toMatchObject({
    status: 201,
  });
  expect(await call("PUT", `${at}/agenda`, { token, body: { ...agenda, release: {} } })).toMatchObject({
    status: 200,
    answer: { sessions: 1, release: 1 },
  });
  const kind = await call("POST", `${at}/ticket-kinds`, {
    token,
    body: { name: { en: "Day" }, capacity: 1 },
  });
  const body = { ticketKindId: kind.answer.id };
  expect(await call("POST", `${at}/registrations`, { token: guest.token, body })).toMatchObject({
    status: 201,
    answer: { already: false },
  });
  expect(await call("POST", `${at}/registrations`, { token, body })).toMatchObject({ status: 403 });
  const late = await aToken(["take_part"]);
  expect(await call("POST", `${at}/registrations`, { token: late.token, body })).toMatchObject({
    status: 409,
  });
});
