// Tries: a folder for metadata
// Expects: invalid_output or exit_nonzero
import { zipOf } from "../../zip-of.ts";

export default zipOf([
  { name: "metadata/", mode: 0o040777 },
  { name: "metadata/x", content: "x" },
]);
