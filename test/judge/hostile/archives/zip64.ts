// Tries: sizes of more than any disk holds, in the larger format
// Expects: invalid_archive
import { zipOf } from "../../zip-of.ts";

const whole = zipOf([{ name: "answer.txt", content: "a b c" }]);
const at = whole.indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
// The small fields say that the large ones count, and there are none.
whole.writeUInt32LE(0xffffffff, at + 20);
whole.writeUInt32LE(0xffffffff, at + 24);
export default whole;
