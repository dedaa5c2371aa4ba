// Tries: contents that are no packed data
// Expects: invalid_archive
import { zipOf } from "../../zip-of.ts";

const whole = zipOf([{ name: "answer.txt", content: "hello ".repeat(1000) }]);
whole.fill(0xff, 45, 60);
export default whole;
