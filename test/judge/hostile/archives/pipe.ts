// Tries: a pipe, at which whoever copies it would wait
// Expects: invalid_archive
import { zipOf } from "../../zip-of.ts";

export default zipOf([{ name: "answer.txt", mode: 0o010666 }]);
