import type { GrantRole, GrantScope, Locale, TokenScope } from "../../db/vocabulary.ts";

export type Grant = { role: GrantRole; scope: GrantScope; scopeId: string | null };

export type ViewerPerson = {
  id: string;
  name: string;
  email: string;
  /** Whether they have shown that the address is theirs: needed to take part anywhere. */
  verified: boolean;
  locale: Locale | null;
  timeZone: string | null;
};

/** Whoever looks now: a guest, or a person with their roles; `tokenScopes` narrows a call made with a token. */
export type Viewer = { person: ViewerPerson | null; grants: Grant[]; tokenScopes: TokenScope[] | null };
export type SignedInViewer = Viewer & { person: ViewerPerson };

export const GUEST: Viewer = { person: null, grants: [], tokenScopes: null };
