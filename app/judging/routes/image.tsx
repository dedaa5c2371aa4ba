import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import {
  Form,
  Link,
  useActionData,
  useLoaderData,
  useNavigation,
  useRevalidator,
  useSearchParams,
} from "@remix-run/react";
import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { ManagePage } from "../../competitions/manage-page.tsx";
import { managed } from "../../competitions/managed.server.ts";
import { Alert } from "../../ui/alert.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Empty } from "../../ui/empty.tsx";
import { FormError } from "../../ui/field.tsx";
import { Section } from "../../ui/page.tsx";
import { Table, Td, Th, Tr } from "../../ui/table.tsx";
import { Time } from "../../ui/time.tsx";
import { useSentence } from "../../ui/use-sentence.tsx";
import { notFound, statusOf } from "../../web/respond.server.ts";
import { competitionImage } from "../image-queries.server.ts";
import { ExactImage, ImageState } from "../image-state.tsx";
import { lookForImage, takeImage } from "../take-image.server.ts";

const LOOK_AGAIN_MS = 2_000;

export const handle = { title: "manage.sections.image" };
export const meta = () => []; // the title is that of `handle`

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { viewer, competition, now } = await managed(request, params.slug);
  const found = (await competitionImage(viewer, competition.slug, now)) ?? notFound();
  const { slug, title, timeZone } = competition;
  return { competition: { slug, title, timeZone }, now, ...found };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { viewer, competition, now } = await managed(request, params.slug);
  const form = await request.formData();
  const command = { viewer, slug: competition.slug, now };
  const take = form.get("intent") === "take";
  const answer = take
    ? await takeImage({ ...command, exact: String(form.get("exact") ?? "") })
    : await lookForImage(command);
  if (answer.ok) return redirect(`/competitions/${competition.slug}/manage/image${take ? "?taken" : ""}`);
  return data({ refusal: answer.refusal }, { status: statusOf(answer.refusal.code) });
}

export default function Image() {
  const { competition, image, hosts, look, outdated, state, fetched } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { t } = useTranslation();
  const say = useSentence();
  const [search] = useSearchParams();
  const changing = fetched && hosts.some(({ state: its }) => its === "wanted" || its === "fetching");
  const looking = look !== null && look.answeredAt === null;
  const { revalidate, state: loading } = useRevalidator();
  useEffect(() => {
    if (!(changing || looking) || loading !== "idle") return;
    const again = setTimeout(() => document.visibilityState === "visible" && revalidate(), LOOK_AGAIN_MS);
    return () => clearTimeout(again);
  }, [changing, looking, loading, revalidate]);
  const rejudges = `/competitions/${competition.slug}/manage/rejudges?outdated=on&count=1`;
  return (
    <ManagePage competition={competition} section="image" lead={t("judging.image.lead")}>
      {answer?.refusal && <FormError>{say(answer.refusal)}</FormError>}
      {search.has("taken") && <Alert tone="good">{t("judging.image.taken")}</Alert>}
      {outdated !== null && outdated.runs > 0 && (
        <Alert tone="warn">
          <p>{t("judging.image.outdated", outdated)}</p>
          <Link to={rejudges} className="font-semibold underline">
            {t("judging.image.seeOutdated")}
          </Link>
        </Alert>
      )}
      <Section title={t("judging.image.now")}>
        <What />
      </Section>
      {image !== null && (
        <>
          {state !== "archived" && (
            <Section title={t("judging.image.newer")}>
              <Newer />
            </Section>
          )}
          {fetched && (
            <Section title={t("judging.image.hosts")}>
              <Hosts />
            </Section>
          )}
        </>
      )}
    </ManagePage>
  );
}

function What() {
  const { competition, named, image, fixed, state, fetched } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  return (
    <>
      <dl className="grid gap-x-8 gap-y-5 sm:grid-cols-2">
        <Fact name={t("judging.image.named")}>{named ?? t("judging.image.none")}</Fact>
        <Fact name={t("judging.image.runs")}>{image ?? t("judging.image.builtIn")}</Fact>
        {fixed && (
          <>
            <Fact name={t("judging.image.exact")}>
              <ExactImage>{fixed.exact}</ExactImage>
            </Fact>
            <Fact name={t("judging.image.since")}>
              <Time at={fixed.takenAt} timeZone={competition.timeZone} />
              <span className="block text-sm text-muted">
                {t("judging.image.by")}: {fixed.by ?? t("judging.image.byItself")}
              </span>
            </Fact>
          </>
        )}
      </dl>
      {image === null && <p className="max-w-3xl text-muted">{t("judging.image.builtInText")}</p>}
      {image !== null && !fixed && (
        <Alert>
          {t(
            state === "draft"
              ? "judging.image.unfixedDraft"
              : fetched
                ? "judging.image.unfixed"
                : "judging.image.over",
          )}
        </Alert>
      )}
      {state !== "archived" && (
        <p>
          <Link
            to={`/competitions/${competition.slug}/manage/settings`}
            className="font-semibold text-accent hover:underline"
          >
            {t("judging.image.change")}
          </Link>
        </p>
      )}
    </>
  );
}

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div className="min-w-0">
    <dt className="text-sm text-muted">{name}</dt>
    <dd className="mt-1 [overflow-wrap:anywhere]">{children}</dd>
  </div>
);

function Newer() {
  const { newer, look, touches, fetched, now } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  const busy = useNavigation().state !== "idle";
  const looking = look !== null && look.answeredAt === null;
  return (
    <div className="flex flex-col gap-5">
      <p className="max-w-3xl text-pretty text-muted">{t("judging.image.newerText")}</p>
      {newer && (
        <Card className="flex flex-col gap-4">
          <h3 className="font-display font-semibold">{t("judging.image.found")}</h3>
          <p className="flex flex-col gap-1">
            <ExactImage>{newer.exact}</ExactImage>
            <Time at={newer.foundAt} style="relative" now={now} />
          </p>
          {touches && <p className="max-w-3xl text-pretty">{t("judging.image.touches", touches)}</p>}
          <Form method="post">
            <input type="hidden" name="intent" value="take" />
            <input type="hidden" name="exact" value={newer.exact} />
            <Button type="submit" disabled={busy}>
              {t("judging.image.take")}
            </Button>
          </Form>
        </Card>
      )}
      {looking && <Alert>{t("judging.image.looking")}</Alert>}
      {looking && look.problem && (
        <Alert tone="warn">{t("judging.image.lookProblem", { problem: look.problem })}</Alert>
      )}
      {look?.answeredAt && !newer && (
        <p>
          {t("judging.image.nothingNewer")} <Time at={look.answeredAt} style="relative" now={now} />
        </p>
      )}
      <Form method="post">
        <input type="hidden" name="intent" value="look" />
        <Button type="submit" variant="quiet" disabled={busy || looking || !fetched}>
          {t("judging.image.look")}
        </Button>
      </Form>
    </div>
  );
}

function Hosts() {
  const { hosts } = useLoaderData<typeof loader>();
  const { t } = useTranslation();
  if (hosts.length === 0)
    return <Empty title={t("judging.image.noHosts")}>{t("judging.image.noHostsText")}</Empty>;
  return (
    <Table caption={t("judging.image.hosts")} stacked>
      <thead>
        <tr>
          <Th>{t("judging.image.host")}</Th>
          <Th>{t("judging.image.state")}</Th>
        </tr>
      </thead>
      <tbody>
        {hosts.map((host) => (
          <Tr key={host.id}>
            <Td label={t("judging.image.host")} className="[overflow-wrap:anywhere]">
              {host.name ?? t("judging.image.number", host)}
            </Td>
            <Td label={t("judging.image.state")}>
              <ImageState {...host} />
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}
