/** What the names of all cookies of a sign-in contain: with one of them, somebody is no guest. */
export const SIGN_IN_COOKIES = "podium.";
