// Tries: a program before the archive, as files that are two things at once have
// Expects: accepted or invalid_archive
import { zipOf } from "../../zip-of.ts";

export default zipOf([{ name: "answer.txt", content: "a b c" }], {
  before: Buffer.from("MZ this program cannot run"),
});
