import { setUpFirstOwner } from "../people/set-up.server.ts";
import { createToken } from "../people/tokens.server.ts";
import { done } from "../web/outcome.ts";
import { operation } from "./operation.ts";
import { SetupBody, Token } from "./shapes.ts";

export const setupOperations = [
  operation({
    method: "POST",
    path: "/setup",
    id: "setUp",
    tag: "People",
    summary: "Make the first owner of an empty Podium; answers a token that may do everything",
    scope: null,
    body: SetupBody,
    answer: Token,
    status: 201,
    handle: async ({ body, locale, now }) => {
      const owner = await setUpFirstOwner({ ...body, locale, now });
      if (!owner.ok) return owner;
      const scopes = ["read", "take_part", "organise", "operate"] as const;
      const made = await createToken({ personId: owner.value.id, name: "set-up", scopes, expiresAt: null });
      return made.ok ? done({ token: made.value.token, scopes: [...scopes], expiresAt: null }) : made;
    },
  }),
];
