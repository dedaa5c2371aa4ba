import type { imports } from "../../locales/en/imports.ts";
import type { Reason } from "../../locales/reason.ts";

export type Remark = {
  kind: "taken" | "mended" | "ignored";
  reason: Reason;
  values: Record<string, string | number>;
};

type Sentence = keyof typeof imports.remarks;

/** How many sessions or people a remark names before it only counts. */
const NAMED = 5;
const NAME_LENGTH = 60;

/** What an import did and would not do. The same remark about many things becomes one sentence that counts them. */
export class Remarks {
  readonly #found = new Map<
    string,
    { kind: Remark["kind"]; names: string[]; count: number; values: Remark["values"] }
  >();

  /** `name` is whom or what it is about; `values` go into the sentence as the first remark had them. */
  add(kind: Remark["kind"], sentence: Sentence, name = "", values: Remark["values"] = {}): void {
    const one = this.#found.get(sentence) ?? { kind, names: [], count: 0, values };
    one.count++;
    const short = name.length > NAME_LENGTH ? `${name.slice(0, NAME_LENGTH)}…` : name;
    if (short && one.names.length <= NAMED && !one.names.includes(short)) one.names.push(short);
    this.#found.set(sentence, one);
  }

  list(): Remark[] {
    return [...this.#found].map(([sentence, { kind, names, count, values }]) => ({
      kind,
      reason: `imports.remarks.${sentence}` as Reason,
      values: {
        count,
        names: names.length > NAMED ? `${names.slice(0, NAMED).join("; ")}; …` : names.join("; "),
        ...values,
      },
    }));
  }
}
