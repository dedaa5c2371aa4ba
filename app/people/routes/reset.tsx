import { useForm } from "@conform-to/react";
import { parseWithZod } from "@conform-to/zod/v4";
import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import type { Reason } from "../../locales/reason.ts";
import { Button } from "../../ui/button.tsx";
import { FormError } from "../../ui/field.tsx";
import { Page } from "../../ui/page.tsx";
import { reply } from "../form-reply.server.ts";
import { PASSWORD_MIN, Reset } from "../forms.ts";
import { resetPassword } from "../mailed-links.server.ts";
import { TextField } from "../text-field.tsx";

export function loader({ request }: LoaderFunctionArgs) {
  return { token: new URL(request.url).searchParams.get("token") ?? "" };
}

export async function action({ request }: ActionFunctionArgs) {
  const form = parseWithZod(await request.formData(), { schema: Reset });
  if (form.status !== "success") return reply(form);
  const outcome = await resetPassword(form.value.token, form.value.password);
  return outcome.ok ? redirect("/sign-in?reset") : reply(form, outcome.refusal);
}

export default function ResetScreen() {
  const { token } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const busy = useNavigation().state !== "idle";
  const [form, fields] = useForm<{ token: string; password: string }>({
    id: "reset",
    lastResult: useActionData<typeof action>()?.form,
  });
  const wrong = form.errors?.[0] ?? fields.token.errors?.[0];
  return (
    <Page width="narrow" title={t("people.forgot.title")}>
      <Form method="post" id={form.id} noValidate className="flex flex-col gap-6">
        {wrong && (
          <FormError>
            {t(wrong as Reason)}{" "}
            <Link to="/forgot" className="underline">
              {t("people.forgot.submit")}
            </Link>
          </FormError>
        )}
        <input type="hidden" name="token" value={token} />
        <TextField
          of={fields.password}
          label={t("people.newPassword")}
          hint={t("people.passwordHint", { count: PASSWORD_MIN })}
          type="password"
          autoComplete="new-password"
          required
        />
        <div>
          <Button type="submit" disabled={busy}>
            {t("people.reset.submit")}
          </Button>
        </div>
      </Form>
    </Page>
  );
}
