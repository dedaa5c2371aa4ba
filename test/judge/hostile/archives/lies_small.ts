// Tries: a file that is larger than its header says
// Expects: invalid_archive
import { zipOf } from "../../zip-of.ts";

export default zipOf([{ name: "answer.txt", content: Buffer.alloc(1024 * 1024), claims: 5 }]);
