import { expect, test } from "vitest";
import { mayOperate, mayTakePart, organisesCompetition } from "../../app/people/permissions.ts";
import { narrowed } from "../../app/people/token-scopes.ts";
import type { Grant, Viewer } from "../../app/people/viewer.ts";
import type { TokenScope } from "../../db/vocabulary.ts";

const owner: Grant[] = [{ role: "owner", scope: "installation", scopeId: null }];
const withToken = (tokenScopes: TokenScope[]): Viewer => ({
  person: { id: "p", name: "P", email: "p@podium.test", verified: true, locale: null, timeZone: null },
  grants: narrowed(owner, tokenScopes),
  tokenScopes,
});

test("an owner's token that may operate does what the owner may do", () => {
  expect(mayOperate(withToken(["operate"]))).toBe(true);
});

test("an owner's token that may organise organises but does not operate", () => {
  const viewer = withToken(["organise"]);
  expect([mayOperate(viewer), organisesCompetition(viewer, "c")]).toEqual([false, true]);
});

test("a token that may only read neither organises nor takes part", () => {
  const viewer = withToken(["read"]);
  expect([organisesCompetition(viewer, "c"), mayTakePart(viewer)]).toEqual([false, false]);
});
