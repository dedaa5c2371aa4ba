// Tries: a directory that is somewhere else
// Expects: invalid_archive
import { zipOf } from "../../zip-of.ts";

export default zipOf([{ name: "answer.txt", content: "a b c" }], { directoryAt: 0x7fffffff });
