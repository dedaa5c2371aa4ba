import type { Localized } from "../../../db/vocabulary.ts";
import type { Keeper } from "./keeper.server.ts";
import { inItsLanguage } from "./language.ts";
import type { PodiumSettings } from "./podium.ts";
import { type Bundle, TASK_FILES } from "./shape.ts";

type Texts = Localized | null;
type TaskVersion = PodiumSettings["taskVersions"][number][number];
/** The contents of a task, by hash. */
type Programs = {
  scoringProgram: string;
  referenceData: string | null;
  inputData: string | null;
  ingestionProgram: string | null;
};
const NO_TEXT = { body: "", format: "markdown" as const };

/** Puts what a bundle names into the store: programs and data as zips, kits and the logo as they are. */
export async function storeFiles(bundle: Bundle, keeper: Keeper) {
  const asIs = { asZip: false };
  const own = bundle.podium;
  const logo = bundle.image && own?.logo !== false ? await keeper.logo(bundle.image) : null;
  // It only stands for none.
  if (bundle.image && own?.logo === false) keeper.used.add(bundle.image);
  const mayBeEmpty = bundle.version !== "2";
  const textOf = (key: string, file: string) => keeper.orTold(keeper.text(key, file, { mayBeEmpty }));
  const terms = bundle.terms ? await textOf("terms", bundle.terms) : null;
  const rules =
    (await eachLanguage("x-podium.rules", own?.rules, keeper)) ?? inItsLanguage(terms?.body ?? "");
  const pages = [];
  for (const [i, page] of bundle.pages.entries()) {
    const { body, format } = (await textOf(`pages[${i}].file`, page.file)) ?? NO_TEXT;
    const more = own?.pages?.[i];
    pages.push({
      title: more?.title ?? inItsLanguage(page.title),
      body: (await eachLanguage(`x-podium.pages[${i}].body`, more?.body, keeper)) ?? inItsLanguage(body),
      format: more?.format ?? format,
    });
  }
  const programs: Programs[] = [];
  for (const [i, { files }] of bundle.tasks.entries())
    programs.push(await programsOf(keeper, `tasks[${i}].`, files));
  const keptIfHere = (...given: Parameters<Keeper["keepIfHere"]>) =>
    keeper.orTold(keeper.keepIfHere(...given));
  const rulesVersions = [];
  for (const { rules: files, ...version } of own?.rulesVersions ?? [])
    rulesVersions.push({
      ...version,
      rules: (await eachLanguage("x-podium.rulesVersions", files, keeper)) ?? {},
    });
  const taskVersions: { version: number; programs: Programs; about: Omit<TaskVersion, "files"> }[][] = [];
  for (const [i, versions] of (own?.taskVersions ?? []).entries()) {
    taskVersions[i] = [];
    for (const { files, ...about } of versions)
      taskVersions[i].push({
        version: about.version,
        programs: await programsOf(keeper, `x-podium.taskVersions[${i}].`, files),
        about,
      });
  }
  const origin = own?.origin ? ((await textOf("x-podium.origin", own.origin))?.body ?? null) : null;
  const kits = [];
  for (const [i, phase] of bundle.phases.entries())
    kits.push({
      startingKit: await keptIfHere(`phases[${i}].starting_kit`, phase.startingKit, asIs),
      publicData: await keptIfHere(`phases[${i}].public_data`, phase.publicData, asIs),
    });
  const solutions = [];
  for (const [i, s] of bundle.solutions.entries()) {
    const hash = await keptIfHere(`solutions[${i}].path`, s.path, { asZip: true });
    if (hash) solutions.push({ ...s, hash });
  }
  keeper.check();
  return {
    logo,
    rules,
    rulesFormat: terms?.format ?? ("markdown" as const),
    pages,
    programs,
    rulesVersions,
    taskVersions,
    origin,
    kits,
    solutions,
  };
}
export type Stored = Awaited<ReturnType<typeof storeFiles>>;

/** Puts a task's programs and data into the store; what cannot be is told at the keeper's end, with `at` before its key. */
export async function programsOf(
  keeper: Keeper,
  at: string,
  files: { [key in string]?: string },
): Promise<Programs> {
  const [scoringProgram, referenceData, inputData, ingestionProgram] = await inTurn(TASK_FILES, (key) => {
    const named = files[key];
    const program = key === "scoring_program" || key === "ingestion_program";
    return named ? keeper.orTold(keeper.keep(at + key, named, { asZip: true, program })) : null;
  });
  return {
    scoringProgram: scoringProgram as string,
    referenceData: referenceData ?? null,
    inputData: inputData ?? null,
    ingestionProgram: ingestionProgram ?? null,
  };
}

/** One after the other: the order of remarks, and of what is refused first, is that of the bundle. */
async function inTurn<T, R>(all: readonly T[], work: (one: T) => Promise<R> | R): Promise<R[]> {
  const results = [];
  for (const one of all) results.push(await work(one));
  return results;
}

async function eachLanguage(
  key: string,
  files: Texts | undefined,
  keeper: Keeper,
): Promise<Localized | null> {
  if (!files) return null;
  const texts: Localized = {};
  for (const [locale, file] of Object.entries(files) as [keyof Localized, string][])
    texts[locale] = (await keeper.text(`${key}.${locale}`, file)).body;
  return texts;
}
