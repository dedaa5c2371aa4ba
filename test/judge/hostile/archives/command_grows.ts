// Tries: variables that make a long command of a short one
// Expects: exit_nonzero
import { zipOf } from "../../zip-of.ts";

export default zipOf([
  { name: "metadata", content: `command: python3 ${"$submission_program".repeat(40_000)}`, method: 0 },
]);
