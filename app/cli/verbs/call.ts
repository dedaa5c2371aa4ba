import type { Command } from "commander";
import { print } from "../output.ts";
import { client } from "../saved.ts";

type Given = { body?: string; file?: string; output?: string; json?: boolean };

export function callVerbs(program: Command): void {
  program
    .command("call <method> <path>")
    .description("any operation of the HTTP API: GET /competitions/digits/settings")
    .option("--body <json>", "what is sent, as JSON")
    .option("--file <file>", "a file that is sent as it is")
    .option("-o, --output <file>", "where a file that is answered goes")
    .option("--json", "answer as JSON; it always is")
    .action(async (method: string, path: string, { body, file, output }: Given) => {
      if (output) {
        await client().download(path, output);
        print(true, { file: output }, () => "");
        return;
      }
      const options = { ...(file && { archive: file }), ...(body && { body: parsed(body) }) };
      const answer = await client().any(method.toUpperCase(), path, options);
      print(true, answer, () => "");
    });
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new Error("What follows --body is not JSON.");
  }
}
