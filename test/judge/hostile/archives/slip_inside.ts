// Tries: a path that climbs out in its middle
// Expects: invalid_archive
import { zipOf } from "../../zip-of.ts";

export default zipOf([{ name: "a/b/../../../c", content: "x" }]);
