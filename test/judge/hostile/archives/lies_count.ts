// Tries: a directory that says it has more entries than there are
// Expects: invalid_archive
import { zipOf } from "../../zip-of.ts";

export default zipOf([{ name: "answer.txt", content: "a b c" }], { count: 60_000 });
