// Tries: an archive that stops in its middle
// Expects: invalid_archive
import { zipOf } from "../../zip-of.ts";

export default zipOf([{ name: "answer.txt", content: "a b c" }]).subarray(0, 60);
