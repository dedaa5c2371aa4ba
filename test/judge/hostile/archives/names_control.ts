// Tries: names with colours, line breaks and right-to-left marks
// Expects: accepted
import { zipOf } from "../../zip-of.ts";

export default zipOf([
  { name: "answer.txt", content: "a b c" },
  { name: "\x1b[31mred", content: "x" },
  { name: "two\nlines", content: "x" },
  { name: "\u202egnp.exe", content: "x" },
  { name: "<img src=x onerror=alert(1)>", content: "x" },
]);
