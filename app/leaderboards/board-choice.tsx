import { Form } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { Alert } from "../ui/alert.tsx";
import { Button } from "../ui/button.tsx";

/** Where a board shows what teams choose: puts a scored submission on it, or takes it off. */
export function BoardChoice({
  stands,
  mayTakeOff,
  busy,
}: {
  stands: boolean;
  mayTakeOff: boolean;
  busy: boolean;
}) {
  const { t } = useTranslation();
  return (
    <Alert
      tone={stands ? "good" : "info"}
      title={t(stands ? "leaderboards.choice.stands" : "leaderboards.choice.ask")}
    >
      {(!stands || mayTakeOff) && (
        <Form method="post" className="pt-2">
          <Button
            type="submit"
            name="intent"
            value={stands ? "remove" : "add"}
            variant={stands ? "quiet" : "primary"}
            size="small"
            disabled={busy}
          >
            {t(stands ? "leaderboards.choice.remove" : "leaderboards.choice.add")}
          </Button>
        </Form>
      )}
    </Alert>
  );
}
