import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { Form } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Button } from "../../ui/button.tsx";
import { Page } from "../../ui/page.tsx";
import { signOut } from "../sign-out.server.ts";

export async function action({ request }: ActionFunctionArgs) {
  return redirect("/", { headers: await signOut(request.headers) });
}

// A link that only asks: following one must not sign anybody out.
export default function SignOut() {
  const { t } = useTranslation();
  return (
    <Page width="narrow" title={t("people.signOut.title")} lead={t("people.signOut.question")}>
      <Form method="post">
        <Button type="submit">{t("people.signOut.title")}</Button>
      </Form>
    </Page>
  );
}
