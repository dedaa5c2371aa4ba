// Tries: a file that is smaller than its header says
// Expects: invalid_archive
import { zipOf } from "../../zip-of.ts";

export default zipOf([{ name: "answer.txt", content: "a b c", claims: 4_000_000_000 }]);
