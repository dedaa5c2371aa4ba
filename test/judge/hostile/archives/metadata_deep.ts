// Tries: metadata nested very deep
// Expects: exit_nonzero
import { zipOf } from "../../zip-of.ts";

export default zipOf([{ name: "metadata", content: `a: ${"[".repeat(500_000)}`, method: 0 }]);
