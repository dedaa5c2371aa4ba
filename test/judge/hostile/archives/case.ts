// Tries: names that differ only in case
// Expects: accepted
import { zipOf } from "../../zip-of.ts";

export default zipOf([
  { name: "answer.txt", content: "a b c" },
  { name: "ANSWER.TXT", content: "x x x" },
]);
