// Tries: an archive without files
// Expects: exit_nonzero
import { zipOf } from "../../zip-of.ts";

export default zipOf([]);
