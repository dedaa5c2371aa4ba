// Tries: names that are options of commands
// Expects: accepted
import { zipOf } from "../../zip-of.ts";

export default zipOf([
  { name: "answer.txt", content: "a b c" },
  { name: "--checkpoint-action=exec=sh", content: "x" },
  { name: "-rf", content: "x" },
]);
