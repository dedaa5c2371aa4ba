// Tries: a name twice, written in two ways
// Expects: accepted
import { zipOf } from "../../zip-of.ts";

export default zipOf([
  { name: "./answer.txt", content: "x x x" },
  { name: ".//answer.txt", content: "a b c" },
]);
