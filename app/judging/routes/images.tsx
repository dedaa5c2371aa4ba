import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { Form, Link, useActionData, useLoaderData, useNavigation } from "@remix-run/react";
import { ArrowDown, ArrowUp } from "lucide-react";
import { useTranslation } from "react-i18next";
import { BUILT_IN, imageFor } from "../../../judge/contract/image-map.ts";
import { signedIn } from "../../people/viewer.server.ts";
import { Button, LinkButton } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Field, FormError } from "../../ui/field.tsx";
import { Page } from "../../ui/page.tsx";
import { Table, Td, Th, Tr } from "../../ui/table.tsx";
import { useSentence } from "../../ui/use-sentence.tsx";
import { notFound, statusOf } from "../../web/respond.server.ts";
import { changeImages, imageLines } from "../change-images.server.ts";
import type { ImageChange } from "../image-table.ts";

export const handle = { title: "judging.images.title" };
export const meta: MetaFunction = () => []; // the title is that of `handle`

const HERE = "/operate/images";

export async function loader({ request }: LoaderFunctionArgs) {
  const table = (await imageLines(await signedIn(request))) ?? notFound();
  const asked = new URL(request.url).searchParams;
  const name = asked.get("name")?.slice(0, 255) ?? null;
  return {
    ...table,
    editing: table.lines.find((line) => line.id === asked.get("edit")) ?? null,
    tried: name === null ? null : { name, ...imageFor(name, table.lines) },
  };
}

export async function action({ request }: ActionFunctionArgs) {
  const viewer = await signedIn(request);
  const form = await request.formData();
  const text = (name: string) => String(form.get(name) ?? "");
  const typed = { pattern: text("pattern"), target: text("target"), note: text("note") };
  const change = changeOf(text("act"), text("id"), typed) ?? notFound();
  const changed = await changeImages({ viewer, change, now: new Date() });
  if (changed.ok) return redirect(HERE);
  if (changed.refusal.code === "forbidden") notFound();
  return data({ refusal: changed.refusal, typed }, { status: statusOf(changed.refusal.code) });
}

function changeOf(
  act: string,
  id: string,
  line: { pattern: string; target: string; note: string },
): ImageChange | null {
  if (act === "add") return { act, line };
  if (act === "edit") return { act, id, line };
  return act === "up" || act === "down" || act === "remove" ? { act, id } : null;
}

export default function Images() {
  const { lines, own } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const busy = useNavigation().state !== "idle";
  return (
    <Page
      eyebrow={<Link to="/operate/hosts">{t("judging.hosts.title")}</Link>}
      title={t("judging.images.title")}
      lead={t("judging.images.lead")}
    >
      <p className="text-muted">{t(own ? "judging.images.own" : "judging.images.default")}</p>
      <Table stacked caption={t("judging.images.title")}>
        <thead>
          <Tr>
            <Th numeric>{t("judging.images.order")}</Th>
            <Th>{t("judging.images.pattern")}</Th>
            <Th>{t("judging.images.target")}</Th>
            <Th>{t("judging.images.note")}</Th>
            <Th>
              <span className="sr-only">{t("judging.images.actions")}</span>
            </Th>
          </Tr>
        </thead>
        <tbody>
          {lines.map((line, i) => (
            <Tr key={line.id}>
              <Td numeric label={t("judging.images.order")}>
                {i + 1}
              </Td>
              <Td label={t("judging.images.pattern")} className="font-mono text-sm [overflow-wrap:anywhere]">
                {line.pattern}
              </Td>
              <Td label={t("judging.images.target")} className="font-mono text-sm [overflow-wrap:anywhere]">
                {line.target}
              </Td>
              <Td className="text-sm text-muted">{line.note}</Td>
              <Td>
                <Form method="post" action={HERE} className="flex items-center justify-end gap-1">
                  <input type="hidden" name="id" value={line.id} />
                  <Move act="up" pattern={line.pattern} disabled={busy || i === 0} />
                  <Move act="down" pattern={line.pattern} disabled={busy || i === lines.length - 1} />
                  <LinkButton to={`?edit=${line.id}#line`} variant="plain" size="small">
                    {t("judging.images.edit")}
                  </LinkButton>
                  <Button
                    type="submit"
                    name="act"
                    value="remove"
                    variant="danger"
                    size="small"
                    disabled={busy}
                  >
                    {t("judging.images.remove")}
                  </Button>
                </Form>
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
      <div className="grid gap-6 lg:grid-cols-2">
        <LineForm />
        <TryName />
      </div>
    </Page>
  );
}

function Move({ act, pattern, disabled }: { act: "up" | "down"; pattern: string; disabled: boolean }) {
  const { t } = useTranslation();
  const Arrow = act === "up" ? ArrowUp : ArrowDown;
  return (
    <Button
      type="submit"
      name="act"
      value={act}
      variant="quiet"
      size="small"
      className="px-2.5"
      disabled={disabled}
      aria-label={t(`judging.images.${act}`, { pattern })}
    >
      <Arrow aria-hidden className="size-4" />
    </Button>
  );
}

function LineForm() {
  const { editing } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { t } = useTranslation();
  const say = useSentence();
  const sentence = answer && say(answer.refusal);
  const wrong = (field: string) => (answer?.refusal.field === field ? sentence : undefined);
  const from = answer?.typed ?? editing;
  return (
    <Card>
      {/* Another line is another form: what was typed into the last one must not stay. */}
      <Form id="line" method="post" className="flex flex-col gap-5" key={editing?.id ?? "new"}>
        <h2 className="font-display text-xl font-semibold">
          {t(editing ? "judging.images.editTitle" : "judging.images.addTitle")}
        </h2>
        {sentence && !answer.refusal.field && <FormError>{sentence}</FormError>}
        {editing && <input type="hidden" name="id" value={editing.id} />}
        <Field
          name="pattern"
          label={t("judging.images.pattern")}
          hint={t("judging.images.patternHint")}
          defaultValue={from?.pattern}
          error={wrong("pattern")}
          maxLength={255}
          spellCheck={false}
          required
        />
        <Field
          name="target"
          label={t("judging.images.target")}
          hint={t("judging.images.targetHint", { builtIn: BUILT_IN })}
          defaultValue={from?.target ?? BUILT_IN}
          error={wrong("target")}
          maxLength={255}
          spellCheck={false}
          required
        />
        <Field
          name="note"
          label={t("judging.images.noteField")}
          defaultValue={from?.note ?? undefined}
          maxLength={500}
        />
        <div className="flex flex-wrap gap-3">
          <Button type="submit" name="act" value={editing ? "edit" : "add"}>
            {t(editing ? "judging.images.save" : "judging.images.add")}
          </Button>
          {editing && (
            <LinkButton to={HERE} variant="plain">
              {t("judging.images.cancel")}
            </LinkButton>
          )}
        </div>
      </Form>
    </Card>
  );
}

function TryName() {
  const { tried } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  return (
    <Card>
      <Form className="flex flex-col gap-5">
        <h2 className="font-display text-xl font-semibold">{t("judging.images.tryTitle")}</h2>
        <Field
          name="name"
          label={t("judging.images.tryName")}
          placeholder="codalab/codalab-legacy:py37"
          defaultValue={tried?.name}
          maxLength={255}
          spellCheck={false}
        />
        <div>
          <Button type="submit" variant="quiet">
            {t("judging.images.try")}
          </Button>
        </div>
        {tried && (
          <p role="status">
            {t(
              tried.pattern
                ? "judging.images.runsBy"
                : tried.name.trim()
                  ? "judging.images.runsItself"
                  : "judging.images.runsNothing",
              { image: tried.image, pattern: tried.pattern ?? "" },
            )}
          </p>
        )}
      </Form>
    </Card>
  );
}
