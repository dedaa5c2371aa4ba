import { useForm } from "@conform-to/react";
import { parseWithZod } from "@conform-to/zod/v4";
import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import type { Reason } from "../../locales/reason.ts";
import { Button } from "../../ui/button.tsx";
import { FormError } from "../../ui/field.tsx";
import { Page } from "../../ui/page.tsx";
import { detectLocale } from "../../web/detect-locale.ts";
import { notFound } from "../../web/respond.server.ts";
import { reply } from "../form-reply.server.ts";
import { PASSWORD_MIN, SetUp } from "../forms.ts";
import { setUpFirstOwner, setUpIsOpen } from "../set-up.server.ts";
import { signIn } from "../sign-in.server.ts";
import { TextField } from "../text-field.tsx";

export async function loader({ request }: LoaderFunctionArgs) {
  if (!(await setUpIsOpen())) notFound();
  return { code: new URL(request.url).searchParams.get("code") ?? "" };
}

export async function action({ request }: ActionFunctionArgs) {
  if (!(await setUpIsOpen())) notFound();
  const form = parseWithZod(await request.formData(), { schema: SetUp });
  if (form.status !== "success") return reply(form);
  const now = new Date();
  const outcome = await setUpFirstOwner({ ...form.value, locale: detectLocale(request), now });
  if (!outcome.ok) return reply(form, outcome.refusal);
  const { email, password } = form.value;
  const entered = await signIn({ email, password, headers: request.headers, now });
  return entered.ok ? redirect("/", { headers: entered.value.headers }) : redirect("/sign-in");
}

export default function SetUpScreen() {
  const { code } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const busy = useNavigation().state !== "idle";
  const [form, fields] = useForm<{ code: string; name: string; email: string; password: string }>({
    id: "set-up",
    lastResult: useActionData<typeof action>()?.form,
    defaultValue: { code },
  });
  const wrong = form.errors?.[0];
  return (
    <Page width="narrow" title={t("people.setUp.title")} lead={t("people.setUp.lead")}>
      <Form method="post" id={form.id} noValidate className="flex flex-col gap-6">
        {wrong && <FormError>{t(wrong as Reason)}</FormError>}
        <TextField
          of={fields.code}
          label={t("people.setUp.code")}
          hint={t("people.setUp.codeHint")}
          autoComplete="off"
          required
        />
        <TextField of={fields.name} label={t("people.name")} autoComplete="name" required />
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
            {t("people.setUp.submit")}
          </Button>
        </div>
      </Form>
    </Page>
  );
}
