// Tries: a path that climbs out with the separators of Windows
// Expects: invalid_archive
import { zipOf } from "../../zip-of.ts";

export default zipOf([{ name: "..\\..\\up", content: "x" }]);
