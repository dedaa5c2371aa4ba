// Tries: a bomb in a bomb, which only somebody who unpacks archives in archives would set off
// Expects: exit_nonzero
import { zipOf } from "../../zip-of.ts";

const inner = zipOf([{ name: "zeros", content: Buffer.alloc(64 * 1024 * 1024) }]);
export default zipOf([{ name: "inner.zip", content: zipOf([{ name: "inner.zip", content: inner }]) }]);
