import { eq } from "drizzle-orm";
import { db } from "../../db/connect.ts";
import { people } from "../../db/schema/index.ts";
import type { Locale } from "../../db/vocabulary.ts";
import type { ViewerPerson } from "./viewer.ts";

/** Keeps the language that a person chose, so that mail to them is in it too. */
export async function rememberLocale(person: ViewerPerson, locale: Locale): Promise<void> {
  await db.update(people).set({ locale }).where(eq(people.id, person.id));
}
