import { createPerson } from "../../app/people/create-person.server.ts";
import { createToken } from "../../app/people/tokens.server.ts";
import { viewerOf } from "../../app/people/viewer.server.ts";
import type { SignedInViewer } from "../../app/people/viewer.ts";
import type { INSTALLATION_ROLES } from "../../db/vocabulary.ts";

let made = 0;

/** A person made by the real command, verified unless told otherwise, and the viewer they are. */
export async function aPerson(
  given: { name?: string; verified?: boolean; role?: (typeof INSTALLATION_ROLES)[number] } = {},
): Promise<{ id: string; name: string; email: string; password: string; viewer: SignedInViewer }> {
  made += 1;
  const name = given.name ?? `Person ${made}`;
  const email = `person-${made}-${Date.now()}@podium.test`;
  const password = "a long password";
  const person = await createPerson({
    name,
    email,
    password,
    verified: given.verified ?? true,
    role: given.role,
  });
  if (!person.ok) throw new Error(`No person was made: ${person.refusal.reason}`);
  const { id } = person.value;
  const token = await createToken({
    personId: id,
    name: "factory",
    scopes: ["read", "take_part", "organise", "operate"],
    expiresAt: null,
  });
  if (!token.ok) throw new Error(`No token was made: ${token.refusal.reason}`);
  const viewer = await viewerOf(
    new Request("http://podium.test/api/v1/me", {
      headers: { authorization: `Bearer ${token.value.token}` },
    }),
  );
  if (!viewer.person) throw new Error("The person is not signed in");
  return { id, name, email, password, viewer: { ...viewer, person: viewer.person, tokenScopes: null } };
}
