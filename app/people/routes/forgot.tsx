import { useForm } from "@conform-to/react";
import { parseWithZod } from "@conform-to/zod/v4";
import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { Form, useActionData, useNavigation, useSearchParams } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import type { Reason } from "../../locales/reason.ts";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { FormError } from "../../ui/field.tsx";
import { Page } from "../../ui/page.tsx";
import { reply } from "../form-reply.server.ts";
import { Forgot } from "../forms.ts";
import { askForReset } from "../mailed-links.server.ts";
import { TextField } from "../text-field.tsx";

export async function action({ request }: ActionFunctionArgs) {
  const form = parseWithZod(await request.formData(), { schema: Forgot });
  if (form.status !== "success") return reply(form);
  const outcome = await askForReset(form.value.email, request.headers, new Date());
  return outcome.ok ? redirect("/forgot?sent") : reply(form, outcome.refusal);
}

export default function ForgotScreen() {
  const [search] = useSearchParams();
  const { t } = useTranslation();
  const busy = useNavigation().state !== "idle";
  const [form, fields] = useForm<{ email: string }>({
    id: "forgot",
    lastResult: useActionData<typeof action>()?.form,
  });
  const wrong = form.errors?.[0];
  return (
    <Page width="narrow" title={t("people.forgot.title")} lead={t("people.forgot.lead")}>
      {search.has("sent") ? (
        <Alert tone="good">{t("people.forgot.sent")}</Alert>
      ) : (
        <Form method="post" id={form.id} noValidate className="flex flex-col gap-6">
          {wrong && <FormError>{t(wrong as Reason)}</FormError>}
          <TextField
            of={fields.email}
            label={t("people.email")}
            type="email"
            autoComplete="username"
            required
          />
          <div>
            <Button type="submit" disabled={busy}>
              {t("people.forgot.submit")}
            </Button>
          </div>
        </Form>
      )}
    </Page>
  );
}
