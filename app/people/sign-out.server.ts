import { auth } from "./auth.server.ts";

/** Ends this sign-in: send the headers back, they clear the cookie. */
export async function signOut(headers: Headers): Promise<Headers> {
  return (await auth().api.signOut({ headers, returnHeaders: true })).headers;
}
