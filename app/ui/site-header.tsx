import { Form, Link, NavLink, useLocation } from "@remix-run/react";
import { clsx } from "clsx";
import { Bell as BellIcon, ChevronDown, Languages, Moon, Sun, UserRound } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { LOCALES } from "../../db/vocabulary.ts";
import { MENU_ITEM, Menu } from "./menu.tsx";
import { useRoot } from "./use-root.tsx";

/** Each language in its own words, so that whoever is lost in another finds theirs. */
const NAMES = { en: "English", "zh-Hans": "简体中文", "zh-Hant": "繁體中文" } as const;

export function SiteHeader() {
  const { t } = useTranslation();
  const root = useRoot();
  return (
    <header className="border-b border-line">
      <div className="mx-auto flex max-w-[90rem] flex-wrap items-center gap-x-2 gap-y-1 px-5 sm:gap-x-6 py-3 sm:px-8">
        <Link to="/" className="flex items-center gap-2.5 font-display text-xl font-bold">
          <svg aria-hidden viewBox="0 0 30 24" className="h-6">
            <path fill="var(--accent)" d="M11 0h8v24h-8z" />
            <path fill="currentColor" d="M1 8h8v16H1zM21 13h8v11h-8z" />
          </svg>
          Podium
        </Link>
        <nav aria-label={t("ui.nav.label")} className="order-last flex w-full gap-6 sm:order-none sm:w-auto">
          <HeaderLink to="/competitions">{t("ui.nav.competitions")}</HeaderLink>
          <HeaderLink to="/forums">{t("ui.nav.forums")}</HeaderLink>
        </nav>
        <div className="ml-auto flex items-center gap-1">
          <LanguageMenu />
          <ThemeSwitch />
          {root.person ? (
            <>
              <Bell unread={root.person.unread} />
              <PersonMenu name={root.person.name} />
            </>
          ) : (
            <>
              <Link to="/sign-in" className="rounded-full px-3 py-2 font-semibold hover:text-accent">
                {t("ui.nav.signIn")}
              </Link>
              <Link
                to="/sign-up"
                className="hidden rounded-full bg-ink px-5 py-2 font-semibold text-paper hover:opacity-90 sm:block"
              >
                {t("ui.nav.signUp")}
              </Link>
            </>
          )}
        </div>
      </div>
    </header>
  );
}

/** How many a bell counts; the number of more is nobody's business but the list's. */
const COUNTED = 99;

function Bell({ unread }: { unread: number }) {
  const { t } = useTranslation();
  const label = unread > 0 ? t("notices.own.unread", { count: unread }) : t("notices.own.title");
  return (
    <Link to="/account/notices" className={clsx(TRIGGER, "relative")} aria-label={label}>
      <BellIcon aria-hidden className="size-5" />
      {unread > 0 && (
        <span
          aria-hidden
          className="absolute top-0.5 right-0 min-w-5 rounded-full bg-accent px-1 text-center text-xs/5 font-bold text-on-accent tabular-nums"
        >
          {unread > COUNTED ? `${COUNTED}+` : unread}
        </span>
      )}
    </Link>
  );
}

function HeaderLink({ to, children }: { to: string; children: ReactNode }) {
  return (
    <NavLink
      to={to}
      className={({ isActive }) => clsx("py-2 font-semibold", isActive ? "text-accent" : "hover:text-accent")}
    >
      {children}
    </NavLink>
  );
}

const ROUND = "size-11 cursor-pointer items-center justify-center rounded-full hover:bg-sunken";
const TRIGGER = `flex ${ROUND}`;

function LanguageMenu() {
  const { t } = useTranslation();
  const { locale } = useRoot();
  const { pathname, search } = useLocation();
  return (
    <Menu
      label={`${t("ui.language")}: ${NAMES[locale]}`}
      face={<Languages aria-hidden className="size-5" />}
      className={TRIGGER}
    >
      {LOCALES.map((l) => (
        <li key={l}>
          {/* A real form and a whole load: the words of a language come with the page. */}
          <form method="post" action="/preferences">
            <input type="hidden" name="to" value={pathname + search} />
            <button
              type="submit"
              name="locale"
              value={l}
              lang={l}
              aria-current={l === locale ? "true" : undefined}
              className={clsx(MENU_ITEM, l === locale && "font-semibold text-accent")}
            >
              {NAMES[l]}
            </button>
          </form>
        </li>
      ))}
    </Menu>
  );
}

/** Offers the theme that is not shown. Which one that is, only the style sheet knows while the device decides. */
function ThemeSwitch() {
  const { t } = useTranslation();
  const { pathname, search } = useLocation();
  return (
    <form method="post" action="/preferences">
      <input type="hidden" name="to" value={pathname + search} />
      <button
        type="submit"
        name="theme"
        value="dark"
        className={clsx(ROUND, "flex dark:hidden")}
        aria-label={t("ui.theme.toDark")}
      >
        <Moon aria-hidden className="size-5" />
      </button>
      <button
        type="submit"
        name="theme"
        value="light"
        className={clsx(ROUND, "hidden dark:flex")}
        aria-label={t("ui.theme.toLight")}
      >
        <Sun aria-hidden className="size-5" />
      </button>
    </form>
  );
}

function PersonMenu({ name }: { name: string }) {
  const { t } = useTranslation();
  const { mayOperate, mayCreate } = useRoot();
  const link = (to: string, label: string) => (
    <li>
      <Link to={to} className={MENU_ITEM}>
        {label}
      </Link>
    </li>
  );
  return (
    <Menu
      className="flex min-h-11 cursor-pointer items-center gap-2 rounded-full px-2 font-semibold sm:px-3 hover:bg-sunken"
      face={
        <>
          <UserRound aria-hidden className="size-5" />
          <span className="max-w-32 truncate max-sm:sr-only">{name}</span>
          <ChevronDown aria-hidden className="size-4 text-muted" />
        </>
      }
    >
      {link("/account", t("ui.nav.account"))}
      {mayCreate && link("/competitions/new", t("ui.nav.newCompetition"))}
      {mayCreate && link("/operate/organisations", t("ui.nav.organisations"))}
      {mayCreate && link("/organise/queues", t("ui.nav.queues"))}
      {mayOperate && link("/operate", t("ui.nav.judging"))}
      {mayOperate && link("/operate/hosts", t("ui.nav.hosts"))}
      {mayOperate && link("/outbox", t("ui.nav.outbox"))}
      <li>
        <Form method="post" action="/sign-out">
          <button type="submit" className={MENU_ITEM}>
            {t("ui.nav.signOut")}
          </button>
        </Form>
      </li>
    </Menu>
  );
}
