import { type SubmissionResult, useForm } from "@conform-to/react";
import { Form } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { LOCALES, TOKEN_SCOPES, type TokenScope } from "../../db/vocabulary.ts";
import type { Reason } from "../locales/reason.ts";
import { Alert } from "../ui/alert.tsx";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { Checkbox, FormError, Select } from "../ui/field.tsx";
import { Section } from "../ui/page.tsx";
import { Table, Td, Th, Tr } from "../ui/table.tsx";
import { Time } from "../ui/time.tsx";
import { TextField } from "./text-field.tsx";

type Answer = SubmissionResult<string[]> | undefined;
type At = Date | string;

const LANGUAGES = { en: "English", "zh-Hans": "简体中文", "zh-Hant": "繁體中文" } as const;
const TOKEN_DAYS = [7, 30, 90, 365];

/** The answer belongs to the form whose intent was sent: the others keep quiet. */
const answerTo = (answer: Answer, intent: string) =>
  answer?.initialValue?.intent === intent ? answer : undefined;

export function ProfileForm({
  profile,
  zones,
  answer,
}: {
  profile: { name: string; affiliation: string | null; locale: string | null; timeZone: string | null };
  zones: string[];
  answer: Answer;
}) {
  const { t } = useTranslation();
  const [form, fields] = useForm<{ name: string; affiliation: string; timeZone: string }>({
    id: "profile",
    lastResult: answerTo(answer, "profile"),
    defaultValue: profile,
  });
  return (
    <Section title={t("people.account.profile")}>
      <Form method="post" id={form.id} noValidate className="flex max-w-xl flex-col gap-6">
        <input type="hidden" name="intent" value="profile" />
        <TextField of={fields.name} label={t("people.name")} autoComplete="name" required />
        <TextField
          of={fields.affiliation}
          label={t("people.account.affiliation")}
          hint={t("people.account.affiliationHint")}
          autoComplete="organization"
        />
        <Select label={t("people.account.language")} name="locale" defaultValue={profile.locale ?? ""}>
          <option value="">{t("people.account.browserLanguage")}</option>
          {LOCALES.map((locale) => (
            <option key={locale} value={locale} lang={locale}>
              {LANGUAGES[locale]}
            </option>
          ))}
        </Select>
        <Select
          label={t("people.account.timeZone")}
          name="timeZone"
          defaultValue={profile.timeZone ?? ""}
          error={fields.timeZone.errors?.[0] && t(fields.timeZone.errors[0] as Reason)}
        >
          <option value="">{t("people.account.browserTimeZone")}</option>
          {zones.map((zone) => (
            <option key={zone}>{zone}</option>
          ))}
        </Select>
        <div>
          <Button type="submit">{t("people.account.save")}</Button>
        </div>
      </Form>
    </Section>
  );
}

export function PasswordForm({ answer }: { answer: Answer }) {
  const { t } = useTranslation();
  const [form, fields] = useForm<{ current: string; password: string }>({
    id: "password",
    lastResult: answerTo(answer, "password"),
  });
  const wrong = form.errors?.[0];
  return (
    <Section title={t("people.account.passwordTitle")}>
      <Form method="post" id={form.id} noValidate className="flex max-w-xl flex-col gap-6">
        <p className="text-muted">{t("people.account.passwordLead")}</p>
        {wrong && <FormError>{t(wrong as Reason)}</FormError>}
        <input type="hidden" name="intent" value="password" />
        <TextField
          of={fields.current}
          label={t("people.currentPassword")}
          type="password"
          autoComplete="current-password"
          required
        />
        <TextField
          of={fields.password}
          label={t("people.newPassword")}
          hint={t("people.passwordHint", { count: 10 })}
          type="password"
          autoComplete="new-password"
          required
        />
        <div>
          <Button type="submit">{t("people.account.changePassword")}</Button>
        </div>
      </Form>
    </Section>
  );
}

export function SignInList({
  signIns,
}: {
  signIns: { id: string; createdAt: At; ipAddress: string | null; userAgent: string | null; here: boolean }[];
}) {
  const { t } = useTranslation();
  return (
    <Section title={t("people.account.signIns")}>
      <Table stacked caption={t("people.account.signIns")}>
        <thead>
          <Tr>
            <Th>{t("people.account.device")}</Th>
            <Th>{t("people.account.since")}</Th>
            <Th>
              <span className="sr-only">{t("people.account.revoke")}</span>
            </Th>
          </Tr>
        </thead>
        <tbody>
          {signIns.map((visit) => (
            <Tr key={visit.id}>
              <Td>
                <div className="min-w-0">
                  <span className="break-words">
                    {deviceOf(visit.userAgent) ?? t("people.account.unknownDevice")}
                  </span>
                  {visit.ipAddress && <span className="block text-sm text-muted">{visit.ipAddress}</span>}
                </div>
              </Td>
              <Td label={t("people.account.since")} className="whitespace-nowrap">
                <Time at={visit.createdAt} />
              </Td>
              <Td className="text-right">
                {visit.here ? (
                  <Badge tone="good">{t("people.account.thisDevice")}</Badge>
                ) : (
                  <EndButton intent="sign-in" id={visit.id} label={t("people.account.end")} />
                )}
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </Section>
  );
}

function EndButton({ intent, id, label }: { intent: string; id: string; label: string }) {
  return (
    <Form method="post">
      <input type="hidden" name="intent" value={intent} />
      <input type="hidden" name="id" value={id} />
      <Button type="submit" variant="danger" size="small">
        {label}
      </Button>
    </Form>
  );
}

/** Browser and system, as far as a user agent tells. */
function deviceOf(userAgent: string | null): string | null {
  const browser = /(Edg|OPR|Firefox|Chrome|Safari|curl|node)/.exec(userAgent ?? "")?.[1];
  const system = /(Windows|Android|iPhone|iPad|Mac OS X|Linux)/.exec(userAgent ?? "")?.[1];
  return [browser === "Edg" ? "Edge" : browser, system].filter(Boolean).join(" · ") || null;
}

export function TokenPart({
  tokens,
  answer,
  made,
}: {
  tokens: {
    id: string;
    name: string;
    scopes: TokenScope[];
    expiresAt: At | null;
    lastUsedAt: At | null;
  }[];
  answer: Answer;
  made: string | undefined;
}) {
  const { t } = useTranslation();
  const [form, fields] = useForm<{ tokenName: string; scopes: string }>({
    id: "token",
    lastResult: answerTo(answer, "token"),
  });
  const wrong = fields.scopes.errors?.[0];
  return (
    <Section title={t("people.account.tokens")}>
      <p className="mb-6 max-w-3xl text-muted">{t("people.account.tokensLead")}</p>
      {made && (
        <div className="mb-6">
          <Alert tone="good" title={t("people.account.tokenOnce")}>
            <div className="flex flex-wrap items-center gap-3">
              <code className="min-w-0 font-mono text-sm break-all select-all">{made}</code>
              <CopyButton text={made} />
            </div>
          </Alert>
        </div>
      )}
      {tokens.length === 0 ? (
        <p className="mb-8">{t("people.account.noTokens")}</p>
      ) : (
        <div className="mb-10">
          <Table stacked caption={t("people.account.tokens")}>
            <thead>
              <Tr>
                <Th>{t("people.account.tokenName")}</Th>
                <Th>{t("people.account.scopes")}</Th>
                <Th>{t("people.account.expires")}</Th>
                <Th>{t("people.account.lastUsed")}</Th>
                <Th>
                  <span className="sr-only">{t("people.account.revoke")}</span>
                </Th>
              </Tr>
            </thead>
            <tbody>
              {tokens.map((token) => (
                <Tr key={token.id}>
                  <Td className="font-semibold">{token.name}</Td>
                  <Td label={t("people.account.scopes")} className="min-w-40">
                    {token.scopes.map((scope) => t(`people.scope.${scope}`)).join(" · ")}
                  </Td>
                  <Td label={t("people.account.expires")} className="whitespace-nowrap">
                    {token.expiresAt ? <Time at={token.expiresAt} style="date" /> : t("people.account.noEnd")}
                  </Td>
                  <Td label={t("people.account.lastUsed")} className="whitespace-nowrap">
                    {token.lastUsedAt ? <Time at={token.lastUsedAt} /> : t("people.account.never")}
                  </Td>
                  <Td className="text-right">
                    <EndButton intent="revoke-token" id={token.id} label={t("people.account.revoke")} />
                  </Td>
                </Tr>
              ))}
            </tbody>
          </Table>
        </div>
      )}
      <Form method="post" id={form.id} noValidate className="flex max-w-xl flex-col gap-6">
        <input type="hidden" name="intent" value="token" />
        <TextField of={fields.tokenName} label={t("people.account.tokenName")} autoComplete="off" required />
        <fieldset className="flex flex-col gap-2.5">
          <legend className="pb-2 text-sm font-semibold">{t("people.account.scopes")}</legend>
          {TOKEN_SCOPES.map((scope) => (
            <Checkbox
              key={scope}
              name="scopes"
              value={scope}
              label={t(`people.scope.${scope}`)}
              defaultChecked={scope === "read" || scope === "take_part"}
            />
          ))}
          {wrong && <p className="text-sm font-medium text-bad">{t(wrong as Reason)}</p>}
        </fieldset>
        <Select label={t("people.account.expires")} name="days" defaultValue="90">
          {TOKEN_DAYS.map((days) => (
            <option key={days} value={days}>
              {t("people.account.days", { count: days })}
            </option>
          ))}
          <option value="">{t("people.account.noEnd")}</option>
        </Select>
        <div>
          <Button type="submit">{t("people.account.createToken")}</Button>
        </div>
      </Form>
    </Section>
  );
}
