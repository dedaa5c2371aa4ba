// Tries: a command of nearly a megabyte
// Expects: exit_nonzero
import { zipOf } from "../../zip-of.ts";

export default zipOf([{ name: "metadata", content: `command: python3 ${"x".repeat(1_000_000)}`, method: 0 }]);
