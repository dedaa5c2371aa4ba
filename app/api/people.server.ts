import { createPerson } from "../people/create-person.server.ts";
import { mayOperate } from "../people/permissions.ts";
import { done, refused } from "../web/outcome.ts";
import { operation } from "./operation.ts";
import { Created, Me, PersonBody } from "./shapes.ts";

export const peopleOperations = [
  operation({
    method: "GET",
    path: "/me",
    id: "whoAmI",
    tag: "People",
    summary: "Who this token speaks for",
    scope: "read",
    answer: Me,
    handle: async ({ viewer: { person, tokenScopes } }) =>
      done({
        person: person && {
          id: person.id,
          name: person.name,
          email: person.email,
          verified: person.verified,
        },
        scopes: tokenScopes,
      }),
  }),
  operation({
    method: "POST",
    path: "/people",
    id: "createPerson",
    tag: "People",
    summary: "Make a person who can sign in (owner)",
    scope: "operate",
    body: PersonBody,
    answer: Created,
    status: 201,
    handle: async ({ viewer, body }) =>
      mayOperate(viewer) ? createPerson(body) : refused("forbidden", "api.refusals.ownerOnly"),
  }),
];
