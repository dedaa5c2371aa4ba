// Tries: a name that ends early for some readers
// Expects: invalid_archive
import { zipOf } from "../../zip-of.ts";

export default zipOf([{ name: "answer.txt\0.png", content: "a b c" }]);
