// Tries: files that nobody may read, with bits of root
// Expects: accepted
import { zipOf } from "../../zip-of.ts";

export default zipOf([
  { name: "answer.txt", content: "a b c", mode: 0o100000 },
  { name: "root", content: "x", mode: 0o106777 },
]);
