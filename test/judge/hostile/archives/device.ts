// Tries: a device
// Expects: invalid_archive
import { zipOf } from "../../zip-of.ts";

export default zipOf([{ name: "answer.txt", mode: 0o020666 }]);
