// One rule for each sentence of docs/layout.md, "The dependency rule".

/** A domain leans only on those to its left. */
const DOMAINS = [
  "notices",
  "people",
  "organisations",
  "teams",
  "forums",
  "proposals",
  "agenda",
  "registrations",
  "queues",
  "competitions",
  "entries",
  "discussions",
  "submissions",
  "judging",
  "operations",
  "similarity",
  "panels",
  "leaderboards",
  "certificates",
  "programmes",
  "commons",
  "statistics",
];
const DRAWS = "\\.tsx$";
const ROUTES = "^app/[^/]+/routes/";

module.exports = {
  forbidden: [
    {
      name: "no-cycles",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    ...DOMAINS.slice(0, -1).map((name, i) => ({
      name: `${name}-leans-only-left`,
      severity: "error",
      from: { path: `^app/${name}/`, pathNot: [DRAWS, ROUTES] },
      to: { path: `^app/(${DOMAINS.slice(i + 1).join("|")})/` },
    })),
    { name: "db-knows-no-app", severity: "error", from: { path: "^db/" }, to: { path: "^(app|judge)/" } },
    {
      name: "config-knows-nothing",
      severity: "error",
      from: { path: "^config\\.ts$" },
      to: { path: "^(app|db|judge|test)/" },
    },
    {
      name: "judge-stands-alone",
      severity: "error",
      from: { path: "^judge/" },
      to: { path: "^(app|db|test)/" },
    },
    {
      name: "app-meets-judge-in-its-contract",
      severity: "error",
      from: { path: "^app/", pathNot: "^app/start/" },
      to: { path: "^judge/", pathNot: "^judge/contract/" },
    },
    {
      name: "nothing-imports-test",
      severity: "error",
      from: { path: "^(app|db|judge|config\\.ts)" },
      to: { path: "^test/" },
    },
    {
      name: "routes-reach-no-database",
      severity: "error",
      from: { path: [ROUTES, "^app/api/"] },
      to: {
        path: "^(db/(connect|schema)|node_modules/(drizzle-orm|postgres)/)",
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "plain-files-reach-no-io",
      severity: "error",
      from: {
        path: "^(app/[^/]+/[^/]+|judge/(contract|scoring)/[^/]+)\\.ts$",
        pathNot: [
          "\\.server\\.ts$",
          "^app/(web|start|cli|locales|live|api|main|routes)",
          "^judge/contract/archive\\.ts$",
        ],
      },
      to: {
        path: "^(db/(connect|schema|blobs)|config\\.ts$|node_modules/(postgres|drizzle-orm|express|dockerode|socket\\.io|pino|nodemailer|react|@remix-run)/)|^(node:)?(fs|net|http|https|child_process|dns)(/|$)",
        reachable: true,
      },
    },
    {
      name: "socket-io-in-live-only",
      severity: "error",
      from: { path: "^(app|db|judge)/", pathNot: "^app/live/" },
      to: { path: "node_modules/socket\\.io(-client)?/" },
    },
    {
      name: "dockerode-in-sandbox-only",
      severity: "error",
      from: { path: "^(app|db|judge)/", pathNot: "^judge/sandbox/" },
      to: { path: "node_modules/dockerode/" },
    },
    {
      name: "only-the-url-map-mounts-routes",
      severity: "error",
      from: { path: "^app/", pathNot: "^app/routes\\.ts$" },
      to: { path: "node_modules/@remix-run/(route-config|fs-routes)/" },
    },
    {
      name: "ui-and-web-know-no-domain",
      severity: "error",
      from: { path: "^app/(ui|web)/" },
      to: { path: `^app/(${DOMAINS.join("|")}|api|cli|live)/` },
    },
    {
      name: "the-command-knows-only-the-api",
      severity: "error",
      from: { path: "^app/cli/" },
      to: {
        path: "^(app/(?!cli/|api/(agenda-|talk-|host-|editor-|team-|board-|insight-)?shapes)|db/|judge/(?!contract/))",
      },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(build|test-results)/" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: [".ts", ".tsx", ".mjs", ".js"],
      conditionNames: ["import", "node", "default", "types"],
    },
  },
};
