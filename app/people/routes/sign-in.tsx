import { useForm } from "@conform-to/react";
import { parseWithZod } from "@conform-to/zod/v4";
import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import type { Reason } from "../../locales/reason.ts";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { FormError } from "../../ui/field.tsx";
import { Page } from "../../ui/page.tsx";
import { reply } from "../form-reply.server.ts";
import { SignIn } from "../forms.ts";
import { safePath } from "../safe-path.ts";
import { signIn } from "../sign-in.server.ts";
import { TextField } from "../text-field.tsx";
import { viewerOf } from "../viewer.server.ts";

export const handle = { title: "people.signIn.title" };
export const meta = () => []; // the title is that of `handle`

export async function loader({ request }: LoaderFunctionArgs) {
  const { searchParams } = new URL(request.url);
  const to = safePath(searchParams.get("to"));
  if ((await viewerOf(request)).person) throw redirect(to);
  return { to, reset: searchParams.has("reset") };
}

export async function action({ request }: ActionFunctionArgs) {
  const form = parseWithZod(await request.formData(), { schema: SignIn });
  if (form.status !== "success") return reply(form);
  const { email, password, to } = form.value;
  const outcome = await signIn({ email, password, headers: request.headers, now: new Date() });
  if (!outcome.ok) return reply(form, outcome.refusal);
  return redirect(safePath(to), { headers: outcome.value.headers });
}

export default function SignInScreen() {
  const { to, reset } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const busy = useNavigation().state !== "idle";
  const [form, fields] = useForm<{ email: string; password: string }>({
    id: "sign-in",
    lastResult: useActionData<typeof action>()?.form,
  });
  const wrong = form.errors?.[0];
  return (
    <Page width="narrow" title={t("people.signIn.title")}>
      <Form method="post" id={form.id} noValidate className="flex flex-col gap-6">
        {reset && !wrong && <Alert tone="good">{t("people.signIn.resetDone")}</Alert>}
        {wrong && <FormError>{t(wrong as Reason)}</FormError>}
        <input type="hidden" name="to" value={to} />
        <TextField
          of={fields.email}
          label={t("people.email")}
          type="email"
          autoComplete="username"
          required
        />
        <TextField
          of={fields.password}
          label={t("people.password")}
          type="password"
          autoComplete="current-password"
          required
        />
        <div className="flex flex-wrap items-center justify-between gap-4">
          <Button type="submit" disabled={busy}>
            {t("people.signIn.submit")}
          </Button>
          <Link to="/forgot" className="underline underline-offset-4">
            {t("people.signIn.forgot")}
          </Link>
        </div>
        <p className="border-t border-line pt-6">
          {t("people.signIn.noAccount")}{" "}
          <Link
            to={`/sign-up?to=${encodeURIComponent(to)}`}
            className="font-semibold underline underline-offset-4"
          >
            {t("people.signUp.title")}
          </Link>
        </p>
      </Form>
    </Page>
  );
}
