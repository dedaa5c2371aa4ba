import {
  type ActionFunctionArgs,
  unstable_createMemoryUploadHandler as inMemory,
  type LoaderFunctionArgs,
  MaxPartSizeExceededError,
  unstable_parseMultipartFormData as parseMultipart,
  redirect,
} from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData } from "@remix-run/react";
import { useTranslation } from "react-i18next";
import { webConfig } from "../../../config.ts";
import { DEGREE_LEVELS, ORGANISATION_KINDS } from "../../../db/vocabulary.ts";
import { acceptWhoWaits } from "../../entries/accept-if-ready.server.ts";
import { safePath } from "../../people/safe-path.ts";
import { signedIn } from "../../people/viewer.server.ts";
import { Alert } from "../../ui/alert.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Button, LinkButton } from "../../ui/button.tsx";
import { Field, FormError, Select } from "../../ui/field.tsx";
import { Page, Section } from "../../ui/page.tsx";
import { useSentence } from "../../ui/use-sentence.tsx";
import { detectLocale } from "../../web/detect-locale.ts";
import { formatBytes, localized } from "../../web/format.ts";
import { refused } from "../../web/outcome.ts";
import { respond, respondTyped } from "../../web/respond.server.ts";
import { belong, stopBelonging } from "../belong.server.ts";
import { createOrganisation } from "../create.server.ts";
import { findOrganisations, membershipsOf, organisationBySlug } from "../queries.server.ts";

export const handle = { title: "organisations.mine.title" };
export const meta = () => []; // the title is that of `handle`

export async function loader({ request }: LoaderFunctionArgs) {
  const viewer = await signedIn(request);
  const locale = detectLocale(request);
  const { searchParams } = new URL(request.url);
  const words = (searchParams.get("q") ?? "").slice(0, 100);
  const slug = searchParams.get("at");
  const [memberships, found, chosen] = await Promise.all([
    membershipsOf(viewer),
    findOrganisations(viewer, words),
    slug ? organisationBySlug(viewer, slug) : null,
  ]);
  const named = <T extends { name: Parameters<typeof localized>[0] }>(row: T) => ({
    ...row,
    name: localized(row.name, locale),
  });
  return {
    email: viewer.person.email,
    words,
    memberships: memberships.map(named),
    found: found.map(named),
    chosen: chosen && { id: chosen.id, slug: chosen.slug, name: localized(chosen.name, locale) },
    maxBytes: formatBytes(webConfig().PROOF_MAX_BYTES),
    to: searchParams.get("to"),
    done: searchParams.has("verified")
      ? ("verified" as const)
      : searchParams.has("saved")
        ? ("saved" as const)
        : null,
  };
}

/** The form with its file, which is never read beyond the limit. */
async function formOf(request: Request) {
  if (!request.headers.get("content-type")?.startsWith("multipart/")) return request.formData();
  try {
    return await parseMultipart(request, inMemory({ maxPartSize: webConfig().PROOF_MAX_BYTES }));
  } catch (error) {
    if (error instanceof MaxPartSizeExceededError) return null;
    throw error;
  }
}

export async function action({ request }: ActionFunctionArgs) {
  const viewer = await signedIn(request);
  const now = new Date();
  const form = await formOf(request);
  if (!form)
    return respond(
      refused("invalid", "organisations.refusals.proofLarge", {
        field: "proof",
        values: { max: formatBytes(webConfig().PROOF_MAX_BYTES) },
      }).refusal,
      { typed: {} as Record<string, string> },
    );
  const text = (name: string) => String(form.get(name) ?? "");
  const to = text("to");
  const back = (query: string) =>
    `/account/organisations?${query}${to ? `&to=${encodeURIComponent(safePath(to))}` : ""}`;
  if (form.get("what") === "add") {
    const made = await createOrganisation({
      viewer,
      name: text("name"),
      kind: text("kind"),
      locale: detectLocale(request),
      now,
    });
    return made.ok ? redirect(back(`at=${made.value.slug}`)) : respondTyped(made.refusal, form);
  }
  if (form.get("what") === "leave") {
    const left = await stopBelonging({ viewer, organisationId: text("organisationId") });
    return left.ok ? redirect(back("saved")) : respondTyped(left.refusal, form);
  }
  const file = form.get("proof");
  const proof =
    file instanceof File && file.size > 0
      ? { content: new Uint8Array(await file.arrayBuffer()), name: file.name }
      : null;
  const outcome = await belong({
    viewer,
    organisationId: text("organisationId"),
    degreeLevel: text("degreeLevel"),
    department: text("department"),
    memberNumber: text("memberNumber"),
    proof,
    now,
    onVerified: acceptWhoWaits,
  });
  if (!outcome.ok) return respondTyped(outcome.refusal, form);
  return redirect(to ? safePath(to) : back(outcome.value.verified ? "verified" : "saved"));
}

export default function MyOrganisations() {
  const c = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { t } = useTranslation();
  const say = useSentence();
  const tones = { pending: "warn", verified: "good", refused: "bad" } as const;
  return (
    <Page
      eyebrow={<Link to="/account">{t("people.account.title")}</Link>}
      title={t("organisations.mine.title")}
      lead={t("organisations.mine.lead")}
    >
      {answer && !answer.refusal.field && <FormError>{say(answer.refusal)}</FormError>}
      {c.done && !answer && <Alert tone="good">{t(`organisations.mine.${c.done}`)}</Alert>}
      {c.memberships.length === 0 ? (
        <p className="text-muted">{t("organisations.mine.none")}</p>
      ) : (
        <ul className="flex flex-col divide-y divide-line rounded-2xl border border-line bg-surface">
          {c.memberships.map((m) => (
            <li key={m.id} className="flex flex-wrap items-start justify-between gap-4 px-5 py-4">
              <div className="flex min-w-0 flex-col gap-1">
                <p className="flex flex-wrap items-center gap-3">
                  <Link className="font-semibold hover:text-accent" to={`/organisations/${m.slug}`}>
                    {m.name}
                  </Link>
                  <Badge tone={tones[m.state]}>{t(`organisations.state.${m.state}`)}</Badge>
                  {m.method && (
                    <span className="text-sm text-muted">{t(`organisations.method.${m.method}`)}</span>
                  )}
                </p>
                <p className="text-muted">
                  {[
                    m.degreeLevel && t(`organisations.level.${m.degreeLevel}`),
                    m.department,
                    m.memberNumber,
                    m.documentName && t("organisations.mine.proofThere", { name: m.documentName }),
                  ]
                    .filter(Boolean)
                    .join(" · ")}
                </p>
                {m.reason && <p className="whitespace-pre-line">{m.reason}</p>}
              </div>
              <div className="flex flex-wrap gap-2">
                <LinkButton size="small" variant="quiet" to={`?at=${m.slug}`}>
                  {t("organisations.mine.change")}
                </LinkButton>
                <Form method="post">
                  <input type="hidden" name="organisationId" value={m.id} />
                  <Button
                    type="submit"
                    name="what"
                    value="leave"
                    size="small"
                    variant="danger"
                    aria-label={t("organisations.mine.leaveName", { name: m.name })}
                  >
                    {t("organisations.mine.leave")}
                  </Button>
                </Form>
              </div>
            </li>
          ))}
        </ul>
      )}
      {c.chosen ? <Belong /> : <Find />}
    </Page>
  );
}

function Find() {
  const c = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { t } = useTranslation();
  const say = useSentence();
  const wrong = (name: string) => (answer?.refusal.field === name ? say(answer.refusal) : undefined);
  const to = c.to && <input type="hidden" name="to" value={c.to} />;
  return (
    <>
      <Section title={t("organisations.mine.find")}>
        <Form method="get" className="flex max-w-xl flex-wrap items-start gap-3">
          {to}
          <div className="grow">
            <Field
              name="q"
              type="search"
              defaultValue={c.words}
              label={t("organisations.mine.name")}
              hint={t("organisations.mine.findHint")}
            />
          </div>
          {/* Beside the box, whose label takes a line above it. */}
          <Button type="submit" variant="quiet" className="sm:mt-7">
            {t("organisations.mine.search")}
          </Button>
        </Form>
        {c.words && c.found.length === 0 && <p>{t("organisations.mine.nothing", { words: c.words })}</p>}
        {c.found.length > 0 && (
          <ul className="flex max-w-xl flex-col divide-y divide-line rounded-2xl border border-line bg-surface">
            {c.found.map((o) => (
              <li key={o.id} className="flex items-center justify-between gap-4 px-5 py-3">
                <span>
                  {o.name} <span className="text-sm text-muted">{t(`organisations.kind.${o.kind}`)}</span>
                </span>
                <LinkButton
                  size="small"
                  aria-label={t("organisations.mine.chooseName", { name: o.name })}
                  to={`?at=${o.slug}${c.to ? `&to=${encodeURIComponent(c.to)}` : ""}`}
                >
                  {t("organisations.mine.choose")}
                </LinkButton>
              </li>
            ))}
          </ul>
        )}
      </Section>
      <Section title={t("organisations.mine.addTitle")}>
        <Form method="post" className="flex max-w-xl flex-col gap-5">
          {to}
          <p className="text-muted">{t("organisations.mine.addLead")}</p>
          <Field
            name="name"
            required
            maxLength={120}
            defaultValue={answer?.typed.name ?? c.words}
            label={t("organisations.mine.name")}
            error={wrong("name")}
          />
          <Select
            name="kind"
            defaultValue={answer?.typed.kind ?? "school"}
            label={t("organisations.mine.kind")}
            error={wrong("kind")}
          >
            {ORGANISATION_KINDS.map((kind) => (
              <option key={kind} value={kind}>
                {t(`organisations.kind.${kind}`)}
              </option>
            ))}
          </Select>
          <div>
            <Button type="submit" name="what" value="add" variant="quiet">
              {t("organisations.mine.add")}
            </Button>
          </div>
        </Form>
      </Section>
    </>
  );
}

function Belong() {
  const { chosen, memberships, email, maxBytes, to } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { t } = useTranslation();
  const say = useSentence();
  if (!chosen) return null;
  const wrong = (name: string) => (answer?.refusal.field === name ? say(answer.refusal) : undefined);
  const before = memberships.find((m) => m.id === chosen.id);
  return (
    <Section title={t("organisations.mine.joinTitle", { name: chosen.name })}>
      <Form method="post" encType="multipart/form-data" className="flex max-w-xl flex-col gap-5">
        {to && <input type="hidden" name="to" value={to} />}
        <input type="hidden" name="organisationId" value={chosen.id} />
        <p className="text-muted">{t("organisations.mine.domainHint", { email })}</p>
        <Select
          name="degreeLevel"
          defaultValue={answer?.typed.degreeLevel ?? before?.degreeLevel ?? ""}
          label={t("organisations.mine.degree")}
          error={wrong("degreeLevel")}
        >
          <option value="">{t("organisations.mine.chooseDegree")}</option>
          {DEGREE_LEVELS.map((level) => (
            <option key={level} value={level}>
              {t(`organisations.level.${level}`)}
            </option>
          ))}
        </Select>
        <Field
          name="department"
          maxLength={120}
          defaultValue={answer?.typed.department ?? before?.department ?? ""}
          label={t("organisations.mine.department")}
          hint={t("organisations.mine.optional")}
          error={wrong("department")}
        />
        <Field
          name="memberNumber"
          maxLength={120}
          autoComplete="off"
          defaultValue={answer?.typed.memberNumber ?? before?.memberNumber ?? ""}
          label={t("organisations.mine.number")}
          hint={t("organisations.mine.optional")}
          error={wrong("memberNumber")}
        />
        <Field
          name="proof"
          type="file"
          accept="application/pdf,image/png,image/jpeg"
          label={t("organisations.mine.proof")}
          hint={t("organisations.mine.proofHint", { max: maxBytes })}
          error={wrong("proof")}
        />
        <div>
          <Button type="submit" name="what" value="belong">
            {t("organisations.mine.save")}
          </Button>
        </div>
      </Form>
    </Section>
  );
}
