// Tries: a folder for the answer
// Expects: exit_nonzero
import { zipOf } from "../../zip-of.ts";

export default zipOf([{ name: "answer.txt/", mode: 0o040777 }]);
