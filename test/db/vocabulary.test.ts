import { expect, test } from "vitest";
import * as vocabulary from "../../db/vocabulary.ts";

test("no list of states names a state twice", () => {
  for (const [name, list] of Object.entries(vocabulary)) expect(list, name).toHaveLength(new Set(list).size);
});
