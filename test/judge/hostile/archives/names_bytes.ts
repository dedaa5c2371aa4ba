// Tries: a name that is in no encoding
// Expects: accepted or invalid_archive or invalid_output
import { zipOf } from "../../zip-of.ts";

export default zipOf([
  { name: "answer.txt", content: "a b c" },
  { name: Buffer.from([0xff, 0xfe, 0x80]), content: "x", flags: 0 },
]);
