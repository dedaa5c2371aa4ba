import { useForm } from "@conform-to/react";
import { parseWithZod } from "@conform-to/zod/v4";
import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import type { Reason } from "../../locales/reason.ts";
import { Button } from "../../ui/button.tsx";
import { FormError } from "../../ui/field.tsx";
import { Page } from "../../ui/page.tsx";
import { detectLocale } from "../../web/detect-locale.ts";
import { reply } from "../form-reply.server.ts";
import { PASSWORD_MIN, SignUp } from "../forms.ts";
import { safePath } from "../safe-path.ts";
import { signUp } from "../sign-up.server.ts";
import { TextField } from "../text-field.tsx";
import { viewerOf } from "../viewer.server.ts";

export const handle = { title: "people.signUp.title" };
export const meta = () => []; // the title is that of `handle`

export async function loader({ request }: LoaderFunctionArgs) {
  const to = safePath(new URL(request.url).searchParams.get("to"));
  if ((await viewerOf(request)).person) throw redirect(to);
  return { to };
}

export async function action({ request }: ActionFunctionArgs) {
  const form = parseWithZod(await request.formData(), { schema: SignUp });
  if (form.status !== "success") return reply(form);
  const { to, ...person } = form.value;
  const outcome = await signUp({
    ...person,
    locale: detectLocale(request),
    headers: request.headers,
    now: new Date(),
  });
  if (!outcome.ok) return reply(form, outcome.refusal);
  return redirect(`/verify?to=${encodeURIComponent(safePath(to))}`, { headers: outcome.value.headers });
}

export default function SignUpScreen() {
  const { to } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const busy = useNavigation().state !== "idle";
  const [form, fields] = useForm<{ name: string; email: string; password: string }>({
    id: "sign-up",
    lastResult: useActionData<typeof action>()?.form,
  });
  const wrong = form.errors?.[0];
  return (
    <Page width="narrow" title={t("people.signUp.title")} lead={t("people.signUp.lead")}>
      <Form method="post" id={form.id} noValidate className="flex flex-col gap-6">
        {wrong && <FormError>{t(wrong as Reason)}</FormError>}
        <input type="hidden" name="to" value={to} />
        <TextField
          of={fields.name}
          label={t("people.name")}
          hint={t("people.signUp.nameHint")}
          autoComplete="name"
          required
        />
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
          hint={t("people.passwordHint", { count: PASSWORD_MIN })}
          type="password"
          autoComplete="new-password"
          required
        />
        <div>
          <Button type="submit" disabled={busy}>
            {t("people.signUp.submit")}
          </Button>
        </div>
        <p className="border-t border-line pt-6">
          {t("people.signUp.haveAccount")}{" "}
          <Link
            to={`/sign-in?to=${encodeURIComponent(to)}`}
            className="font-semibold underline underline-offset-4"
          >
            {t("people.signIn.title")}
          </Link>
        </p>
      </Form>
    </Page>
  );
}
