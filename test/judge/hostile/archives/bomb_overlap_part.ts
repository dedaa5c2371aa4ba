// Tries: a bomb whose entries begin inside one another
// Expects: invalid_archive
import { zipOf } from "../../zip-of.ts";

const whole = zipOf([{ name: "inner.txt", content: "a b c", method: 0 }]);
export default zipOf([
  { name: "outer.bin", content: whole, method: 0 },
  { name: "outer.bin", content: whole, method: 0, sameAs: 0 },
]);
