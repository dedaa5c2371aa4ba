import { Form } from "@remix-run/react";
import { ArrowDown, ArrowUp } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button, LinkButton } from "../ui/button.tsx";

/** What may be done to a row of a list that organisers order: edit, up, down. */
export function RowActions({
  id,
  name,
  to,
  first,
  last,
}: {
  id: string;
  name: string;
  to: string;
  first: boolean;
  last: boolean;
}) {
  const { t } = useTranslation();
  const step = (by: -1 | 1, hidden: boolean) => {
    const Icon = by < 0 ? ArrowUp : ArrowDown;
    return (
      <Button
        type="submit"
        variant="plain"
        size="small"
        name="by"
        value={by}
        disabled={hidden}
        aria-label={t(by < 0 ? "editor.up" : "editor.down", { name })}
      >
        <Icon aria-hidden className="size-4" />
      </Button>
    );
  };
  return (
    <span className="flex items-center gap-1">
      <Form method="post" className="flex">
        <input type="hidden" name="intent" value="move" />
        <input type="hidden" name="id" value={id} />
        {step(-1, first)}
        {step(1, last)}
      </Form>
      <LinkButton to={to} variant="quiet" size="small">
        {t("editor.edit")}
        <span className="sr-only"> {name}</span>
      </LinkButton>
    </span>
  );
}

/** Takes the thing one looks at away; asks once more first. */
export function RemoveForm({ error }: { error?: string | undefined }) {
  const { t } = useTranslation();
  return (
    <details className="rounded-2xl border border-line p-5" open={error !== undefined}>
      <summary className="cursor-pointer text-sm font-semibold text-bad">{t("editor.remove")}</summary>
      <Form method="post" className="flex flex-col items-start gap-3 pt-4">
        <p>{t("editor.removeSure")}</p>
        {error && <p className="font-medium text-bad">{error}</p>}
        <Button type="submit" variant="danger" size="small" name="intent" value="remove">
          {t("editor.remove")}
        </Button>
      </Form>
    </details>
  );
}
