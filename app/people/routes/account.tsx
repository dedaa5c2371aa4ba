import { parseWithZod } from "@conform-to/zod/v4";
import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Alert } from "../../ui/alert.tsx";
import { LinkButton } from "../../ui/button.tsx";
import { Page } from "../../ui/page.tsx";
import { useSentence } from "../../ui/use-sentence.tsx";
import { LOCALE_COOKIE } from "../../web/detect-locale.ts";
import { respond } from "../../web/respond.server.ts";
import { PasswordForm, ProfileForm, SignInList, TokenPart } from "../account-parts.tsx";
import { changePassword, changeProfile, revokeSignIn } from "../change-account.server.ts";
import { reply } from "../form-reply.server.ts";
import { ChangePassword, NewToken, Profile } from "../forms.ts";
import { accountOf } from "../queries.server.ts";
import { createToken, revokeToken } from "../tokens.server.ts";
import { signedIn, signInTokenOf } from "../viewer.server.ts";

const DAY_MS = 24 * 3600 * 1000;
const YEAR_S = 31_536_000;

export const handle = { title: "people.account.title" };
export const meta = () => []; // the title is that of `handle`

export async function loader({ request }: LoaderFunctionArgs) {
  const viewer = await signedIn(request);
  const { searchParams } = new URL(request.url);
  return {
    ...(await accountOf(viewer, await signInTokenOf(request))),
    zones: ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")],
    done: searchParams.has("saved")
      ? ("saved" as const)
      : searchParams.has("password")
        ? ("passwordChanged" as const)
        : null,
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const viewer = await signedIn(request);
  const body = await request.formData();
  const now = new Date();
  const intent = body.get("intent");
  const id = String(body.get("id") ?? "");

  if (intent === "profile") {
    const form = parseWithZod(body, { schema: Profile });
    if (form.status !== "success") return reply(form);
    await changeProfile(viewer, form.value);
    const { locale } = form.value;
    // The pages follow the cookie: without a choice, the browser's language counts again.
    const cookie = `${LOCALE_COOKIE}=${locale ?? ""}; Path=/; Max-Age=${locale ? YEAR_S : 0}; SameSite=Lax`;
    return redirect("/account?saved", { headers: { "Set-Cookie": cookie } });
  }
  if (intent === "password") {
    const form = parseWithZod(body, { schema: ChangePassword });
    if (form.status !== "success") return reply(form);
    const outcome = await changePassword({ viewer, ...form.value, headers: request.headers, now });
    if (!outcome.ok) return reply(form, outcome.refusal);
    return redirect("/account?password", { headers: outcome.value.headers });
  }
  if (intent === "token") {
    const form = parseWithZod(body, { schema: NewToken });
    if (form.status !== "success") return reply(form);
    const { tokenName, scopes, days } = form.value;
    const outcome = await createToken({
      personId: viewer.person.id,
      name: tokenName,
      scopes,
      expiresAt: days === null ? null : new Date(now.getTime() + days * DAY_MS),
    });
    if (!outcome.ok) return reply(form, outcome.refusal);
    return data({ token: outcome.value.token }, { headers: { "Cache-Control": "no-store" } });
  }
  const outcome =
    intent === "revoke-token" ? await revokeToken(viewer, id, now) : await revokeSignIn(viewer, id);
  return outcome.ok ? redirect("/account") : respond(outcome.refusal);
}

export default function Account() {
  const { profile, signIns, tokens, zones, done } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const form = answer && "form" in answer ? answer.form : undefined;
  const refusal = answer && "refusal" in answer ? answer.refusal : undefined;
  const { t } = useTranslation();
  const say = useSentence();
  return (
    <Page title={t("people.account.title")} lead={profile.email}>
      {done && !answer && <Alert tone="good">{t(`people.account.${done}`)}</Alert>}
      {refusal && <Alert tone="bad">{say(refusal)}</Alert>}
      <p>
        <LinkButton variant="quiet" to="/account/organisations">
          {t("organisations.mine.manage")}
        </LinkButton>
      </p>
      <ProfileForm profile={profile} zones={zones} answer={form} />
      <PasswordForm answer={form} />
      <SignInList signIns={signIns} />
      <TokenPart
        tokens={tokens}
        answer={form}
        made={answer && "token" in answer ? answer.token : undefined}
      />
    </Page>
  );
}
