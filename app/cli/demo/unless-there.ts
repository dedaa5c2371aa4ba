import { Refused } from "../client.ts";

/** The answer, or null when it is there already. */
export async function unlessThere<T>(make: () => Promise<T>): Promise<T | null> {
  try {
    return await make();
  } catch (error) {
    if (
      error instanceof Refused &&
      (error.code === "conflict" || error.reason === "people.refusals.setUpOver")
    )
      return null;
    throw error;
  }
}
