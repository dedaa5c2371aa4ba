// Tries: a path from a disk of Windows
// Expects: invalid_archive
import { zipOf } from "../../zip-of.ts";

export default zipOf([{ name: "C:\\x", content: "x" }]);
