// Tries: a file as deep as names may be long
// Expects: invalid_archive
import { zipOf } from "../../zip-of.ts";

export default zipOf([{ name: `${"d/".repeat(1000)}answer.txt`, content: "a b c" }]);
