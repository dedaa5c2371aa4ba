import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { Form, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { safePath } from "../../people/safe-path.ts";
import { signedIn } from "../../people/viewer.server.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Empty } from "../../ui/empty.tsx";
import { Page } from "../../ui/page.tsx";
import { Pager } from "../../ui/pager.tsx";
import { Time } from "../../ui/time.tsx";
import { markRead } from "../mark-read.server.ts";
import { NoticeText } from "../notice-text.tsx";
import { ownNotices } from "../own-queries.server.ts";

export const handle = { title: "notices.own.title" };
export const meta = () => []; // the title is that of `handle`

export async function loader({ request }: LoaderFunctionArgs) {
  const page = Number.parseInt(new URL(request.url).searchParams.get("page") ?? "1", 10) || 1;
  const { person } = await signedIn(request);
  return ownNotices(person.id, page);
}

/** Marks one or all as read, and goes where a notice leads. */
export async function action({ request }: ActionFunctionArgs) {
  const { person } = await signedIn(request);
  const body = await request.formData();
  const [id, to] = [body.get("id"), body.get("to")];
  await markRead({ personId: person.id, id: id === null ? null : String(id), now: new Date() });
  return redirect(to === null ? `/account/notices${new URL(request.url).search}` : safePath(String(to)));
}

export default function OwnNotices() {
  const { notices, page, pages } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  return (
    <Page
      width="narrow"
      title={t("notices.own.title")}
      lead={t("notices.own.lead")}
      actions={
        notices.some(({ readAt }) => !readAt) && (
          <Form method="post">
            <Button type="submit" variant="quiet">
              {t("notices.own.markAll")}
            </Button>
          </Form>
        )
      }
    >
      {notices.length === 0 ? (
        <Empty title={t("notices.own.emptyTitle")}>{t("notices.own.empty")}</Empty>
      ) : (
        <ul className="flex flex-col divide-y divide-line rounded-2xl border border-line bg-surface">
          {notices.map((notice) => (
            <li key={notice.id} className="flex flex-col gap-2 px-5 py-4">
              <p className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
                {!notice.readAt && <Badge tone="info">{t("notices.own.new")}</Badge>}
                <strong id={notice.id} lang={notice.locale} className="min-w-0 grow break-words">
                  {notice.subject}
                </strong>
                <span className="text-sm text-muted">
                  <Time at={notice.createdAt} />
                </span>
              </p>
              <Actions notice={notice} />
              <details>
                <summary aria-describedby={notice.id} className="cursor-pointer py-1 text-sm text-muted">
                  {t("notices.own.text")}
                </summary>
                <NoticeText {...notice} />
              </details>
            </li>
          ))}
        </ul>
      )}
      <Pager page={page} pages={pages} />
    </Page>
  );
}

type Shown = { id: string; path: string | null; readAt: unknown };

function Actions({ notice }: { notice: Shown }) {
  const { t } = useTranslation();
  if (!notice.path && notice.readAt) return null;
  return (
    <Form method="post" className="flex flex-wrap gap-2">
      <input type="hidden" name="id" value={notice.id} />
      {notice.path && (
        <Button
          type="submit"
          name="to"
          value={notice.path}
          variant="quiet"
          size="small"
          aria-describedby={notice.id}
        >
          {t("notices.own.open")}
        </Button>
      )}
      {!notice.readAt && (
        <Button type="submit" variant="plain" size="small" aria-describedby={notice.id}>
          {t("notices.own.markRead")}
        </Button>
      )}
    </Form>
  );
}
