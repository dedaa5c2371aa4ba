// Tries: a name twice: the last counts, and nothing of the first is left
// Expects: accepted
import { zipOf } from "../../zip-of.ts";

export default zipOf([
  { name: "answer.txt", content: `x x x ${"x".repeat(1000)}` },
  { name: "answer.txt", content: "a b c" },
]);
