// Tries: a way of packing that nobody knows
// Expects: invalid_archive
import { zipOf } from "../../zip-of.ts";

export default zipOf([{ name: "answer.txt", content: "a b c", method: 99 }]);
