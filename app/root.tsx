import type { LinksFunction, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import {
  isRouteErrorResponse,
  Links,
  Meta,
  Outlet,
  Scripts,
  ScrollRestoration,
  useMatches,
  useRouteError,
} from "@remix-run/react";
import { type ReactNode, Suspense } from "react";
import { useTranslation } from "react-i18next";
import type { Reason } from "./locales/reason.ts";
import { useNonce } from "./nonce.tsx";
import { unreadNotices } from "./notices/own-queries.server.ts";
import { mayCreate, mayOperate } from "./people/permissions.ts";
import { VerifyBanner } from "./people/verify-banner.tsx";
import { viewerOf } from "./people/viewer.server.ts";
import stylesHref from "./styles.css?url";
import { Button, LinkButton } from "./ui/button.tsx";
import { HeldForm } from "./ui/held-form.tsx";
import { Page } from "./ui/page.tsx";
import { SiteFooter } from "./ui/site-footer.tsx";
import { SiteHeader } from "./ui/site-header.tsx";
import { type Root, useRoot } from "./ui/use-root.tsx";
import { detectLocale } from "./web/detect-locale.ts";
import { deviceZoneOf } from "./web/device-zone.ts";
import { themeOf } from "./web/theme.ts";
import { isUnreached } from "./web/unreached.ts";
import { WordsUsed } from "./words-used.tsx";

export const links: LinksFunction = () => [
  { rel: "stylesheet", href: stylesHref },
  { rel: "icon", href: "/favicon.svg", type: "image/svg+xml" },
];
/** The words that a route's `handle` names as its title; only Layout has them in the reader's language. */
const titleOf = (matches: { handle?: unknown }[]): Reason | undefined =>
  (matches.at(-1)?.handle as { title?: Reason } | undefined)?.title;

export const meta: MetaFunction = () => [{ title: "Podium" }];

export async function loader({
  request,
  context,
}: LoaderFunctionArgs): Promise<Root & { requestId: string | null }> {
  const viewer = await viewerOf(request);
  const unread = viewer.person ? await unreadNotices(viewer.person.id) : 0;
  return {
    locale: detectLocale(request),
    timeZone: viewer.person?.timeZone ?? null,
    deviceZone: deviceZoneOf(request.headers.get("cookie")),
    theme: themeOf(request.headers.get("cookie")),
    person: viewer.person && {
      name: viewer.person.name,
      email: viewer.person.email,
      verified: viewer.person.verified,
      unread,
    },
    mayOperate: mayOperate(viewer),
    mayCreate: mayCreate(viewer),
    // A page for many has the number of no request.
    requestId: context.shows ? null : context.requestId,
  };
}

export function Layout({ children }: { children: ReactNode }) {
  const root = useRoot();
  // Not the loader's: where that failed, the words on the page still are in the language of i18n.
  const { t, i18n } = useTranslation();
  const nonce = useNonce();
  const title = titleOf(useMatches());
  return (
    <html lang={i18n.language} data-theme={root.theme ?? undefined} suppressHydrationWarning>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        {title && <title>{`${t(title)} · Podium`}</title>}
        <Meta />
        <Links />
      </head>
      <body className="flex min-h-dvh flex-col">
        <a
          href="#content"
          className="sr-only focus:not-sr-only focus:fixed focus:left-4 focus:top-4 focus:z-50 focus:rounded-full focus:bg-accent focus:px-5 focus:py-2 focus:text-on-accent"
        >
          {t("ui.skip")}
        </a>
        {/* What shows words that are still on their way waits here. */}
        <Suspense>{children}</Suspense>
        <HeldForm />
        <WordsUsed />
        <ScrollRestoration nonce={nonce} />
        <Scripts nonce={nonce} />
      </body>
    </html>
  );
}

function Frame({ children }: { children: ReactNode }) {
  const { person } = useRoot();
  return (
    <>
      <SiteHeader />
      {person && !person.verified && <VerifyBanner email={person.email} />}
      <main id="content" className="flex-1">
        {children}
      </main>
      <SiteFooter />
    </>
  );
}

/** Whether the page is for another site's frame: it stands there without what is around pages here. */
const isBare = (matches: { handle?: unknown }[]): boolean =>
  (matches.at(-1)?.handle as { bare?: boolean } | undefined)?.bare === true;

export default function App() {
  const bare = isBare(useMatches());
  if (bare)
    return (
      <main id="content">
        <Outlet />
      </main>
    );
  return (
    <Frame>
      <Outlet />
    </Frame>
  );
}

function Unreached() {
  const { t } = useTranslation();
  return (
    <Frame>
      <Page width="narrow" title={t("ui.error.unreachedTitle")} lead={t("ui.error.unreached")}>
        <div>
          <Button onClick={() => window.location.reload()}>{t("ui.error.again")}</Button>
        </div>
      </Page>
    </Frame>
  );
}

export function ErrorBoundary() {
  const error = useRouteError();
  const root = useRoot() as Root & { requestId?: string | null };
  const { t } = useTranslation();
  if (isUnreached(error)) return <Unreached />;
  const status = isRouteErrorResponse(error) ? error.status : 500;
  const words =
    status === 404
      ? ([t("ui.error.notFoundTitle"), t("ui.error.notFound")] as const)
      : status === 401 || status === 403
        ? ([t("ui.error.forbiddenTitle"), t("ui.error.forbidden")] as const)
        : ([t("ui.error.brokenTitle"), t("ui.error.broken", { requestId: root.requestId ?? "–" })] as const);
  return (
    <Frame>
      <Page width="narrow" eyebrow={status} title={words[0]} lead={words[1]}>
        <div className="flex flex-wrap gap-3">
          {status >= 500 && <Button onClick={() => window.location.reload()}>{t("ui.error.again")}</Button>}
          <LinkButton to="/" variant={status >= 500 ? "quiet" : "primary"}>
            {t("ui.error.home")}
          </LinkButton>
        </div>
      </Page>
    </Frame>
  );
}
