// Tries: a path from a share of Windows
// Expects: invalid_archive
import { zipOf } from "../../zip-of.ts";

export default zipOf([{ name: "\\\\host\\share\\x", content: "x" }]);
