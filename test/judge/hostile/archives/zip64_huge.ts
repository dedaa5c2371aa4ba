// Tries: a size near the largest number there is
// Expects: invalid_archive
import { zipOf } from "../../zip-of.ts";

const whole = zipOf([{ name: "answer.txt", content: "a b c" }]);
const at = whole.indexOf(Buffer.from([0x50, 0x4b, 1, 2]));
const extra = Buffer.alloc(20);
extra.writeUInt16LE(1, 0);
extra.writeUInt16LE(16, 2);
extra.writeBigUInt64LE(2n ** 63n, 4);
extra.writeBigUInt64LE(2n ** 63n, 12);
const name = whole.readUInt16LE(at + 28);
whole.writeUInt32LE(0xffffffff, at + 20);
whole.writeUInt32LE(0xffffffff, at + 24);
whole.writeUInt16LE(extra.length, at + 30);
const end = at + 46 + name;
const longer = Buffer.concat([whole.subarray(0, end), extra, whole.subarray(end)]);
longer.writeUInt32LE(46 + name + extra.length, longer.length - 10);
export default longer;
