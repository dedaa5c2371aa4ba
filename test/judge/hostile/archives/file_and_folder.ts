// Tries: a file that is a folder too
// Expects: invalid_archive
import { zipOf } from "../../zip-of.ts";

export default zipOf([
  { name: "a", content: "x" },
  { name: "a/b", content: "y" },
]);
