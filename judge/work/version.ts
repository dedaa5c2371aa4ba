import manifest from "../../package.json" with { type: "json" };

/** Podium's version, as hosts report it and attempts record it. */
export const VERSION: string = manifest.version;
