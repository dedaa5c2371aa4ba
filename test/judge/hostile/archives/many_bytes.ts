// Tries: more bytes than allowed
// Expects: invalid_archive
import { zipOf } from "../../zip-of.ts";

export const limits = { unpackedBytes: 1_000_000 };
export default zipOf([{ name: "answer.txt", content: Buffer.alloc(1_100_000, "x"), method: 0 }]);
