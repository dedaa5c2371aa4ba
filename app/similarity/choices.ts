/** Which submission stands for an entry: its newest, or the one that stands on the board. */
export const CHOICES = ["latest", "best"] as const;
export type Choice = (typeof CHOICES)[number];
