import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Alert } from "../../ui/alert.tsx";
import { Button, LinkButton } from "../../ui/button.tsx";
import { FormError } from "../../ui/field.tsx";
import { Page } from "../../ui/page.tsx";
import { useSentence } from "../../ui/use-sentence.tsx";
import { respond, statusOf } from "../../web/respond.server.ts";
import { sendVerificationAgain, verifyAddress } from "../mailed-links.server.ts";
import { safePath } from "../safe-path.ts";
import { signedIn, viewerOf } from "../viewer.server.ts";

/** With the token of a mailed link it confirms the address; without one it says where the link is. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { searchParams } = new URL(request.url);
  const to = safePath(searchParams.get("to"));
  const viewer = await viewerOf(request);
  const token = searchParams.get("token");
  if (!token) {
    const { person } = await signedIn(request);
    return data({ to, confirmed: person.verified, email: person.email, refusal: null });
  }
  const outcome = await verifyAddress(token);
  return data(
    {
      to,
      confirmed: outcome.ok,
      email: viewer.person && !viewer.person.verified ? viewer.person.email : null,
      refusal: outcome.ok ? null : outcome.refusal,
    },
    { status: outcome.ok ? 200 : statusOf(outcome.refusal.code) },
  );
}

export async function action({ request }: ActionFunctionArgs) {
  const viewer = await signedIn(request);
  if (viewer.person.verified) return redirect("/");
  const outcome = await sendVerificationAgain(viewer, new Date());
  return outcome.ok ? data({ refusal: null }) : respond(outcome.refusal);
}

export default function Verify() {
  const { to, confirmed, email, refusal } = useLoaderData<typeof loader>();
  const again = useActionData<typeof action>();
  const { t } = useTranslation();
  const say = useSentence();
  if (confirmed)
    return (
      <Page width="narrow" title={t("people.verify.done")} lead={t("people.verify.doneLead")}>
        <div>
          <LinkButton to={to}>{t("people.verify.home")}</LinkButton>
        </div>
      </Page>
    );
  const wrong = again?.refusal ?? (again ? null : refusal);
  return (
    <Page width="narrow" title={t("people.verify.title")} lead={email && t("people.verify.ask", { email })}>
      <Form method="post" className="flex flex-col items-start gap-6">
        {wrong && <FormError>{say(wrong)}</FormError>}
        {again && !again.refusal && email && (
          <Alert tone="good">{t("people.verify.sentAgain", { email })}</Alert>
        )}
        {email ? (
          <Button type="submit" variant="quiet">
            {t("people.verify.again")}
          </Button>
        ) : (
          <LinkButton to="/sign-in?to=/verify">{t("people.signIn.title")}</LinkButton>
        )}
      </Form>
    </Page>
  );
}
