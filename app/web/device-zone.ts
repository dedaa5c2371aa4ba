import { isTimeZone } from "./zone-name.ts";

const COOKIE = "podium_zone";
const A_YEAR_S = 365 * 24 * 3600;
const NAMED = new RegExp(`(?:^|;\\s*)${COOKIE}=([A-Za-z0-9_+/-]{1,64})(?:;|$)`);

/** The time zone that a browser says its device is in, by the IANA database's name; null where it said none. */
export function deviceZoneOf(cookies: string | null): string | null {
  const named = NAMED.exec(cookies ?? "")?.[1];
  return named !== undefined && isTimeZone(named) ? named : null;
}

/** The cookie by which a browser tells the server its device's time zone, as `document.cookie` takes it. */
export const deviceZoneCookie = (zone: string): string =>
  `${COOKIE}=${zone}; Path=/; Max-Age=${A_YEAR_S}; SameSite=Lax`;
