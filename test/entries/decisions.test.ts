import { expect, test } from "vitest";
import { decisionsFor, mayDecide } from "../../app/entries/decisions.ts";
import { historyLine } from "../../app/entries/history-line.ts";

test("a waiting entry is accepted or refused, an accepted one only disqualified, a merged one stays", () => {
  expect(decisionsFor("pending")).toEqual(["accepted", "rejected", "disqualified"]);
  expect(decisionsFor("accepted")).toEqual(["disqualified"]);
  expect(decisionsFor("disqualified")).toEqual(["accepted"]);
  expect(decisionsFor("merged")).toEqual([]);
});

test("a refusal needs a reason, an acceptance none", () => {
  expect(mayDecide("pending", "rejected", "")).toMatchObject({
    refusal: { reason: "entries.refusals.reasonNeeded", field: "reason" },
  });
  expect(mayDecide("pending", "rejected", "x".repeat(1001))).toMatchObject({
    refusal: { reason: "entries.refusals.reasonLong" },
  });
  expect(mayDecide("pending", "accepted", "").ok).toBe(true);
  expect(mayDecide("accepted", "accepted", "")).toMatchObject({
    refusal: { reason: "entries.refusals.otherState" },
  });
});

test("every noted act reads as a sentence, also one of another part", () => {
  expect(historyLine("entry.members_changed", { came: "Wu", went: "Li" }).said.reason).toBe(
    "entries.history.members_replaced",
  );
  expect(historyLine("quota.granted", { reason: "outage" })).toEqual({
    said: { reason: "entries.history.other", values: { act: "quota granted" } },
    reason: "outage",
  });
});
