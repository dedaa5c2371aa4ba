// Tries: a symbolic link for a folder, and a file in it
// Expects: invalid_archive
import { zipOf } from "../../zip-of.ts";

export default zipOf([
  { name: "a", content: "/etc", mode: 0o120777 },
  { name: "a/passwd", content: "x" },
]);
