// Tries: a symbolic link to the truth
// Expects: invalid_archive
import { zipOf } from "../../zip-of.ts";

export default zipOf([{ name: "answer.txt", content: "/app/input/ref/truth.txt", mode: 0o120777 }]);
