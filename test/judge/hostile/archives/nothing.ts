// Tries: no bytes at all
// Expects: invalid_archive
import { zipOf } from "../../zip-of.ts";

export default zipOf([]).subarray(0, 0);
