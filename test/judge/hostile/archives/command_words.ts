// Tries: a command of half a million words
// Expects: exit_nonzero
import { zipOf } from "../../zip-of.ts";

export default zipOf([{ name: "metadata", content: `command: python3 ${"x ".repeat(500_000)}`, method: 0 }]);
