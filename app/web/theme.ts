export const THEME_COOKIE = "podium_theme";

/** The theme a person chose; null where the system's is followed. */
export function themeOf(cookies: string | null): "light" | "dark" | null {
  const found = new RegExp(`(?:^|;\\s*)${THEME_COOKIE}=(light|dark)`).exec(cookies ?? "")?.[1];
  return (found as "light" | "dark" | undefined) ?? null;
}
