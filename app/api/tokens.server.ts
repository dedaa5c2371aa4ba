import { clientOf } from "../people/limit.server.ts";
import { signInWithPassword } from "../people/sign-in.server.ts";
import { createToken } from "../people/tokens.server.ts";
import { done, refused } from "../web/outcome.ts";
import { operation } from "./operation.ts";
import { Token, TokenBody } from "./shapes.ts";

const DAY_MS = 86_400_000;

export const tokenOperations = [
  operation({
    method: "POST",
    path: "/tokens",
    id: "createToken",
    tag: "People",
    summary: "Make a personal token, with an address and a password or with a token of yours",
    scope: null,
    body: TokenBody,
    answer: Token,
    status: 201,
    handle: async ({ request, viewer, body, now }) => {
      let personId = viewer.person?.id;
      if (body.email !== undefined && body.password !== undefined) {
        const client = clientOf(request.headers);
        const signedIn = await signInWithPassword(body.email, body.password, { client, now });
        if (!signedIn.ok) return signedIn;
        personId = signedIn.value.personId;
      } else if (body.scopes.some((scope) => viewer.tokenScopes && !viewer.tokenScopes.includes(scope)))
        return refused("forbidden", "api.refusals.scopeTooWide", { field: "scopes" });
      if (!personId) return refused("signed_out", "api.refusals.tokenNeeded");
      const expiresAt =
        body.expiresInDays === undefined ? null : new Date(now.getTime() + body.expiresInDays * DAY_MS);
      const made = await createToken({ personId, name: body.name, scopes: body.scopes, expiresAt });
      return made.ok
        ? done({
            token: made.value.token,
            scopes: body.scopes,
            expiresAt: expiresAt?.toISOString() ?? null,
          })
        : made;
    },
  }),
];
