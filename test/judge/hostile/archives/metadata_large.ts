// Tries: metadata of ten megabytes
// Expects: exit_nonzero
import { zipOf } from "../../zip-of.ts";

export default zipOf([{ name: "metadata", content: `command: ${"x".repeat(10_000_000)}`, method: 0 }]);
