// Tries: a path from the root
// Expects: invalid_archive
import { zipOf } from "../../zip-of.ts";

export default zipOf([{ name: "/etc/cron.d/mine", content: "x" }]);
