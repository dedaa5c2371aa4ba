export const leaderboards = {} as const;
