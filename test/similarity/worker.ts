// A process of its own that works on the report named in its arguments, so that a test can kill it.
import { compareSources } from "../../app/similarity/report.server.ts";

await compareSources({ reportId: process.argv[2], choice: "latest" });
