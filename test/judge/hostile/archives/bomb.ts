// Tries: a bomb: zeros that unpack to a thousand times their size
// Expects: invalid_archive
import { zipOf } from "../../zip-of.ts";

export default zipOf([{ name: "answer.txt", content: Buffer.alloc(64 * 1024 * 1024) }]);
