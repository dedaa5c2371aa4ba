import type { LoaderFunctionArgs } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { viewerOf } from "../../people/viewer.server.ts";
import { Empty } from "../../ui/empty.tsx";
import { Page, Section } from "../../ui/page.tsx";
import { EditionCard } from "../edition-card.tsx";
import { editionsFor } from "../queries.server.ts";

const MOST_SHOWN = 24;

export const handle = { title: "forums.list.title", guests: { by: [] } };
export const meta = () => []; // the title is that of `handle`

export async function loader({ request, context }: LoaderFunctionArgs) {
  context.shows?.(["edition"]);
  return editionsFor(await viewerOf(request), new Date(), { limit: MOST_SHOWN });
}

export default function Forums() {
  const { upcoming, past } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  return (
    <Page title={t("forums.list.title")} lead={t("forums.list.lead")}>
      {upcoming.length + past.length === 0 && (
        <Empty title={t("forums.list.noneTitle")}>{t("forums.list.none")}</Empty>
      )}
      {upcoming.length > 0 && (
        <Section title={t("forums.list.upcoming")}>
          <ul className="grid gap-5 md:grid-cols-2">
            {upcoming.map((edition) => (
              <li key={edition.id}>
                <EditionCard edition={edition} />
              </li>
            ))}
          </ul>
        </Section>
      )}
      {past.length > 0 && (
        <Section title={t("forums.list.past")}>
          <ul className="grid gap-5 md:grid-cols-2">
            {past.map((edition) => (
              <li key={edition.id}>
                <EditionCard edition={edition} />
              </li>
            ))}
          </ul>
        </Section>
      )}
    </Page>
  );
}
