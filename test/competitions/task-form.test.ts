import { parseWithZod } from "@conform-to/zod/v4";
import { expect, test } from "vitest";
import { TaskForm } from "../../app/competitions/forms.ts";
import { TASK_LIMITS } from "../../app/competitions/task-limits.ts";

/** The task's form as a browser sends it: every field is there. */
function sent(typed: Record<string, string> = {}) {
  const body = new FormData();
  for (const name of TASK_LIMITS) body.set(`limits.${name}`, "");
  for (const [name, value] of Object.entries({ "name.en": "Squares", ...typed })) body.set(name, value);
  return parseWithZod(body, { schema: TaskForm });
}

test("a task whose limits are left empty has none of its own", () => {
  expect(sent()).toMatchObject({ status: "success", value: { limits: {} } });
});

test("limits are read as numbers", () => {
  expect(sent({ "limits.cpus": "1.5", "limits.wallS": "60" })).toMatchObject({
    value: { limits: { cpus: 1.5, wallS: 60 } },
  });
});

test("a limit that is no number is answered with a sentence at its field", () => {
  expect(sent({ "limits.cpus": "many" }).reply().error).toEqual({
    "limits.cpus": ["editor.refusals.limitNoNumber"],
  });
});
