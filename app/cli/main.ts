import { Command, CommanderError } from "commander";
import { ZodError } from "zod";
import { adminVerbs } from "./verbs/admin.ts";
import { agendaVerbs } from "./verbs/agenda.ts";
import { boardVerbs } from "./verbs/board.ts";
import { callVerbs } from "./verbs/call.ts";
import { competitionVerbs } from "./verbs/competition.ts";
import { deliverableVerbs } from "./verbs/deliverable.ts";
import { entryVerbs } from "./verbs/entry.ts";
import { judgeVerbs } from "./verbs/judge.ts";
import { leaderboardVerbs } from "./verbs/leaderboard.ts";
import { rejudgeVerbs } from "./verbs/rejudge.ts";
import { signInVerbs } from "./verbs/sign-in.ts";
import { submissionVerbs } from "./verbs/submission.ts";

const program = new Command("podium")
  .description("Podium from the terminal: everything goes through its HTTP API.")
  .configureHelp({ showGlobalOptions: true })
  .exitOverride();
for (const add of [
  signInVerbs,
  competitionVerbs,
  submissionVerbs,
  deliverableVerbs,
  leaderboardVerbs,
  rejudgeVerbs,
  adminVerbs,
  entryVerbs,
  boardVerbs,
  callVerbs,
  agendaVerbs,
  judgeVerbs,
])
  add(program);

/** One sentence on stderr says what went wrong. */
function sentence(error: unknown): string {
  if (error instanceof ZodError)
    return "The server answered in a shape this command does not know: are both the same version?";
  return error instanceof Error ? error.message : String(error);
}

// A reader that stops reading (`podium … | head`) is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode;
  else {
    process.stderr.write(`${sentence(error)}\n`);
    process.exitCode = 1;
  }
}
