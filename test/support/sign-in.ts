import type { Page } from "@playwright/test";

/** Signs in through the real form, as a person does. */
export async function signIn(page: Page, person: { email: string; password: string }): Promise<void> {
  await page.goto("/sign-in");
  await page.locator('input[name="email"]').fill(person.email);
  await page.locator('input[name="password"]').fill(person.password);
  await page.locator('#sign-in button[type="submit"]').click();
  await page.waitForURL((url) => url.pathname !== "/sign-in");
}
