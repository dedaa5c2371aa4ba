import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Button } from "../../ui/button.tsx";
import { Page } from "../../ui/page.tsx";
import { useRoot } from "../../ui/use-root.tsx";
import { localized } from "../../web/format.ts";
import { notFound } from "../../web/respond.server.ts";
import { subscribeByLink, unsubscribeLink } from "../subscribe.server.ts";

export const handle = { title: "discussions.unsubscribe.title" };

// Only looking changes nothing: mail scanners open every link.
export async function loader({ params }: LoaderFunctionArgs) {
  const { title, topic, wanted } = (await unsubscribeLink(params.token ?? "")) ?? notFound();
  return { title, topic, wanted };
}

/** The page's button, and the one-click request that mail programs send (RFC 8058): both without signing in. */
export async function action({ request, params }: ActionFunctionArgs) {
  const form = await request.formData();
  const token = params.token ?? "";
  const outcome = await subscribeByLink({ token, wanted: form.get("wanted") === "yes", now: new Date() });
  if (!outcome.ok) notFound();
  // A mail program follows no redirect.
  if (form.has("List-Unsubscribe")) return null;
  return redirect(`/unsubscribe/${token}`);
}

export default function Unsubscribe() {
  const { title, topic, wanted } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const { locale } = useRoot();
  const words = { topic: t(`discussions.unsubscribe.${topic}`), title: localized(title, locale) };
  return (
    <Page
      width="narrow"
      title={t("discussions.unsubscribe.title")}
      lead={t(wanted ? "discussions.unsubscribe.on" : "discussions.unsubscribe.off", words)}
    >
      <Form method="post">
        <Button
          type="submit"
          name="wanted"
          value={wanted ? "no" : "yes"}
          variant={wanted ? "primary" : "quiet"}
        >
          {t(wanted ? "discussions.unsubscribe.stop" : "discussions.unsubscribe.again")}
        </Button>
      </Form>
    </Page>
  );
}
