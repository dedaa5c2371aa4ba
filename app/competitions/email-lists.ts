import { done, type Outcome, refused } from "../web/outcome.ts";

/** Whose addresses may take part: full addresses and domains, in small letters. An empty `allowedEmails` is everybody. */
export type EmailLists = { allowedEmails: readonly string[]; blockedEmails: readonly string[] };

const DOMAIN =
  /^(?=.{1,253}$)[a-z0-9\p{L}]([a-z0-9\p{L}-]*[a-z0-9\p{L}])?(\.[a-z0-9\p{L}]([a-z0-9\p{L}-]*[a-z0-9\p{L}])?)*$/u;
const LOCAL_PART = /^[^\s@,;]{1,64}$/;
const isAddress = (one: string) => one.includes("@");

/** One line of a list as it is kept, `@uni.edu` and `*.uni.edu` as the domain; null where it is neither. */
export function readEmailRule(given: string): string | null {
  const rule = given
    .trim()
    .toLowerCase()
    .replace(/^\*?[@.]/, "");
  const at = rule.lastIndexOf("@");
  const fits = DOMAIN.test(rule.slice(at + 1)) && (at === -1 || LOCAL_PART.test(rule.slice(0, at)));
  return fits ? rule : null;
}

/** The rules of a text, one a line or with commas between, each once. */
export const splitEmailRules = (text: string): string[] => text.split(/[\s,;，；、]+/).filter(Boolean);

/** Whether an address is the rule's, or lies in its domain or in one below that. */
export function fitsEmailRule(email: string, rule: string): boolean {
  const address = email.toLowerCase();
  if (isAddress(rule)) return address === rule;
  const domain = address.slice(address.lastIndexOf("@") + 1);
  return domain === rule || domain.endsWith(`.${rule}`);
}

/** Whether a person with this address may take part. Never names other people's addresses. */
export function addressFits({ allowedEmails, blockedEmails }: EmailLists, email: string): Outcome<null> {
  const fits = (rule: string) => fitsEmailRule(email, rule);
  if (blockedEmails.some(fits)) return refused("forbidden", "entries.refusals.addressBlocked");
  if (allowedEmails.length === 0 || allowedEmails.some(fits)) return done(null);
  const { domains } = openTo({ allowedEmails });
  return domains.length > 0
    ? refused("forbidden", "entries.refusals.addressElsewhere", { values: { domains: domains.join(", ") } })
    : refused("forbidden", "entries.refusals.addressNotListed");
}

/** What everybody may know of who may take part: the domains, and whether single people were named. */
export function openTo({ allowedEmails }: Pick<EmailLists, "allowedEmails">) {
  return { domains: allowedEmails.filter((one) => !isAddress(one)), people: allowedEmails.some(isAddress) };
}
