import type { Command } from "commander";
import { Created, Token } from "../../api/shapes.ts";
import { Client } from "../client.ts";
import { print } from "../output.ts";
import { client, save } from "../saved.ts";
import { secretLine } from "../terminal.ts";

export function adminVerbs(program: Command): void {
  const admin = program.command("admin").description("for the owner of the installation");

  admin
    .command("set-up")
    .description("make the first owner of an empty Podium, and sign in as them; the password comes on stdin")
    .requiredOption("--url <url>", "where Podium is")
    .requiredOption("--code <code>", "the set-up code the server printed")
    .requiredOption("--name <name>")
    .requiredOption("--email <email>")
    .option("--json", "answer as JSON")
    .action(async (given: { url: string; code: string; name: string; email: string; json?: boolean }) => {
      const { url, code, name, email } = given;
      const body = { code, name, email, password: await password() };
      const made = await new Client(url).post("/setup", Token, { body });
      save({ url, token: made.token });
      print(given.json, made, () => `${name} owns ${url}; you are signed in as them.`);
    });

  admin
    .command("create-person")
    .description("make a person who can sign in; the password comes on stdin")
    .requiredOption("--email <email>")
    .requiredOption("--name <name>")
    .option("--role <role>", "owner or organiser of the whole installation")
    .option("--unverified", "they still have to confirm their address")
    .option("--json", "answer as JSON")
    .action(
      async (given: { email: string; name: string; role?: string; unverified?: boolean; json?: boolean }) => {
        const { email, name, role } = given;
        const made = await client().post("/people", Created, {
          body: { email, name, role, verified: !given.unverified, password: await password() },
        });
        print(given.json, made, () => `${name} <${email}> can sign in.`);
      },
    );
}

const password = () => secretLine("Password");
