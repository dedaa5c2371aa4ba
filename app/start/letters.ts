/** For codes that people type: without letters and digits that look alike. */
export const LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";
