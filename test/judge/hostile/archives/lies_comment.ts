// Tries: a second end of the archive in its comment
// Expects: invalid_archive or exit_nonzero or accepted
import { zipOf } from "../../zip-of.ts";

const other = zipOf([{ name: "../up", content: "x" }]);
export default zipOf([{ name: "answer.txt", content: "a b c" }], { comment: other });
