import { Form, useNavigation } from "@remix-run/react";
import { ArrowDown, ArrowUp } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { Computation, Sorting } from "../../db/vocabulary.ts";
import { Badge } from "../ui/badge.tsx";
import { Button, LinkButton } from "../ui/button.tsx";
import { Table, Td, Th, Tr } from "../ui/table.tsx";

type Listed = {
  id: string;
  key: string;
  title: string;
  position: number;
  sorting: Sorting;
  precision: number;
  hidden: boolean;
  isPrivate: boolean;
  computation: Computation | null;
  computedFrom: number[];
};

/** A competition's columns in the order in which they decide ties, each with what can be done to it. */
export function ColumnList({ slug, metrics }: { slug: string; metrics: Listed[] }) {
  const { t } = useTranslation();
  const busy = useNavigation().state !== "idle";
  const at = `/competitions/${slug}/manage/board/columns`;
  const titleAt = (position: number) => metrics.find((m) => m.position === position)?.title ?? "?";
  return (
    <>
      <Table stacked caption={t("leaderboards.settings.columns")}>
        <thead>
          <Tr>
            <Th>{t("leaderboards.settings.column")}</Th>
            <Th>{t("leaderboards.settings.direction")}</Th>
            <Th numeric>{t("leaderboards.settings.digits")}</Th>
            <Th>
              <span className="sr-only">{t("leaderboards.settings.actions")}</span>
            </Th>
          </Tr>
        </thead>
        <tbody>
          {metrics.map((metric, i) => (
            <Tr key={metric.id}>
              <Td className="min-w-48 [overflow-wrap:anywhere]">
                <div>
                  <span className="font-semibold">{metric.title}</span>{" "}
                  <code className="text-sm text-muted">{metric.key}</code>
                  <span className="flex flex-wrap gap-2 pt-1">
                    {metric.isPrivate && <Badge tone="warn">{t("leaderboards.settings.private")}</Badge>}
                    {metric.hidden && <Badge>{t("leaderboards.settings.hiddenShort")}</Badge>}
                    {metric.computation && (
                      <span className="text-sm text-muted">
                        {t(`leaderboards.settings.computations.${metric.computation}`)}
                        {": "}
                        {metric.computedFrom.map(titleAt).join(", ")}
                      </span>
                    )}
                  </span>
                </div>
              </Td>
              <Td label={t("leaderboards.settings.direction")} className="whitespace-nowrap">
                {t(metric.sorting === "desc" ? "leaderboards.higher" : "leaderboards.lower")}
              </Td>
              <Td numeric label={t("leaderboards.settings.digits")}>
                {metric.precision}
              </Td>
              <Td>
                <Form method="post" className="flex flex-wrap gap-2 sm:justify-end" preventScrollReset>
                  <input type="hidden" name="metric" value={metric.id} />
                  <Button
                    type="submit"
                    name="intent"
                    value="up"
                    size="small"
                    variant="quiet"
                    disabled={busy || i === 0}
                    aria-label={t("leaderboards.settings.up", { title: metric.title })}
                  >
                    <ArrowUp aria-hidden className="size-4" />
                  </Button>
                  <Button
                    type="submit"
                    name="intent"
                    value="down"
                    size="small"
                    variant="quiet"
                    disabled={busy || i === metrics.length - 1}
                    aria-label={t("leaderboards.settings.down", { title: metric.title })}
                  >
                    <ArrowDown aria-hidden className="size-4" />
                  </Button>
                  <LinkButton size="small" variant="quiet" to={`${at}/${metric.id}`}>
                    {t("leaderboards.settings.edit")}
                    <span className="sr-only"> {metric.title}</span>
                  </LinkButton>
                  <Button
                    type="submit"
                    name="intent"
                    value="delete"
                    size="small"
                    variant="danger"
                    disabled={busy}
                    aria-label={t("leaderboards.settings.deleteOne", { title: metric.title })}
                  >
                    {t("leaderboards.settings.delete")}
                  </Button>
                </Form>
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
      <div>
        <LinkButton variant="quiet" to={`${at}/new`}>
          {t("leaderboards.settings.add")}
        </LinkButton>
      </div>
    </>
  );
}
