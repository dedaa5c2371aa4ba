import { Form } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Button } from "../ui/button.tsx";

/** Above every screen of a person who has not confirmed their address yet. */
export function VerifyBanner({ email }: { email: string }) {
  const { t } = useTranslation();
  return (
    <Form method="post" action="/verify" className="border-b border-line bg-warn-soft">
      <div className="mx-auto flex w-full max-w-6xl flex-wrap items-center justify-between gap-x-6 gap-y-2 px-5 py-2.5 sm:px-8">
        <p className="min-w-0 text-sm break-words">{t("people.verify.banner", { email })}</p>
        <Button type="submit" variant="quiet" size="small">
          {t("people.verify.again")}
        </Button>
      </div>
    </Form>
  );
}
