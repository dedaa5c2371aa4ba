import { type BoardShape, type Column, valueKeys } from "./board.ts";
import { rankingColumns } from "./rank.ts";
import { type Audience, visibleColumns } from "./visibility.ts";

/** A column and the keys under which a row keeps its values, one a task. */
export type ShownColumn = Pick<Column, "key" | "title" | "precision" | "sorting" | "secret" | "hidden"> & {
  valueKeys: string[];
  /** Ranks first; has a say in the ranks at all. */
  primary: boolean;
  ranks: boolean;
};

/** The columns that an audience sees, as screens need them. */
export function shownColumns(shape: BoardShape, audience: Audience): ShownColumn[] {
  const ranking = new Set(rankingColumns(shape).map((c) => c.key));
  return visibleColumns(shape.columns, audience).map((column) => ({
    key: column.key,
    title: column.title,
    precision: column.precision,
    sorting: column.sorting,
    secret: column.secret,
    hidden: column.hidden,
    valueKeys: valueKeys(shape, column),
    primary: column.position === shape.primaryPosition,
    ranks: ranking.has(column.key),
  }));
}
