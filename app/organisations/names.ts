import { LOCALES, type Localized } from "../../db/vocabulary.ts";

/** Words as they are compared when somebody looks for an organisation. */
export const searchable = (words: string): string =>
  words.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();

/** All names of an organisation, to find it by. */
export const searchNameOf = (name: Localized): string =>
  LOCALES.flatMap((locale) => name[locale] ?? [])
    .map(searchable)
    .join(" · ");

const DOMAIN = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;

/** The mail domains in a text, one a word; null when one of them is none. */
export function readDomains(text: string): string[] | null {
  const domains = text
    .toLowerCase()
    .split(/[\s,;，；、]+/)
    .map((word) => word.replace(/^@/, ""))
    .filter((word) => word !== "");
  return domains.every((domain) => DOMAIN.test(domain)) ? [...new Set(domains)] : null;
}

/** Whether the address is one of an organisation's: at one of its domains or below it. */
export function ownsAddress(mailDomains: readonly string[], email: string): boolean {
  const host = email.slice(email.lastIndexOf("@") + 1).toLowerCase();
  return mailDomains.some((domain) => host === domain || host.endsWith(`.${domain}`));
}
