// Tries: a path that climbs out of its folder
// Expects: invalid_archive
import { zipOf } from "../../zip-of.ts";

export default zipOf([
  { name: "answer.txt", content: "a b c" },
  { name: "../../../up", content: "x" },
]);
