import type { Command } from "commander";
import { Me, Token } from "../../api/shapes.ts";
import { Client } from "../client.ts";
import { facts, print } from "../output.ts";
import { client, save } from "../saved.ts";

export function signInVerbs(program: Command): void {
  program
    .command("sign-in")
    .description("keep an installation and a personal token for the commands to come")
    .requiredOption("--url <url>", "where Podium is")
    .requiredOption("--token <token>", "a personal token, from your account page")
    .option("--json", "answer as JSON")
    .action(async ({ url, token, json }: { url: string; token: string; json?: boolean }) => {
      const me = await new Client(url, token).get("/me", Me);
      if (!me.person) throw new Error("This token is unknown, was revoked or has expired.");
      const file = save({ url, token });
      print(json, { url, person: me.person, scopes: me.scopes }, () =>
        facts([
          ["Signed in as", `${me.person?.name} <${me.person?.email}>`],
          ["At", url],
          ["May", (me.scopes ?? []).join(", ")],
          ["Kept in", file],
        ]),
      );
    });

  const token = program.command("token").description("personal tokens");
  token
    .command("create")
    .description("make a personal token; it is shown once")
    .option("--name <name>", "what it is for", "podium command")
    .option("--scope <scope...>", "read, take_part, organise, operate", ["read", "take_part"])
    .option("--days <days>", "how long it lives", Number)
    .option("--email <email>", "sign in with this address and PASSWORD from stdin instead of a token")
    .option("--json", "answer as JSON")
    .action(
      async (given: { name: string; scope: string[]; days?: number; email?: string; json?: boolean }) => {
        const password = given.email ? await firstLineOfStdin() : undefined;
        const made = await client().post("/tokens", Token, {
          body: {
            name: given.name,
            scopes: given.scope,
            expiresInDays: given.days,
            email: given.email,
            password,
          },
        });
        print(given.json, made, () => made.token);
      },
    );
}

async function firstLineOfStdin(): Promise<string> {
  let text = "";
  for await (const chunk of process.stdin) text += String(chunk);
  return text.split("\n")[0] ?? "";
}
