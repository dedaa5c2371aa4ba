// Tries: a file nobody can read
// Expects: invalid_archive
import { zipOf } from "../../zip-of.ts";

export default zipOf([{ name: "answer.txt", content: "a b c", flags: 0x801 }]);
