// Tries: a name longer than any disk takes
// Expects: invalid_archive
import { zipOf } from "../../zip-of.ts";

export default zipOf([{ name: "n".repeat(60_000), content: "x" }]);
