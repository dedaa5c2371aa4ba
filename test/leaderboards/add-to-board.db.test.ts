import { expect, test } from "vitest";
import { addToBoard, boardChoice, takeOffBoard } from "../../app/leaderboards/add-to-board.server.ts";
import { boardFor } from "../../app/leaderboards/queries.server.ts";
import { GUEST } from "../../app/people/viewer.ts";
import type { SubmissionRule } from "../../db/vocabulary.ts";
import { aBoard, anEntryOn, score } from "../factories/boards.ts";
import { aViewer } from "../factories/forums.ts";

const now = new Date("2026-11-02T00:00:00Z");

async function scored(rule: SubmissionRule) {
  const board = await aBoard({ rule });
  const viewer = await aViewer();
  const entry = await anEntryOn(board, "A", viewer.person.id);
  const submissionId = await score(board, entry, { accuracy: "0.5" }, now);
  const onBoard = async () =>
    (await boardFor(GUEST, board.slug, 0, now))?.rows.map((row) => row.submissionId);
  return { viewer, submissionId, onBoard, asked: { viewer, submissionId, now } };
}

test("a team member puts a scored submission on an Add board, where it stays", async () => {
  const { viewer, submissionId, onBoard, asked } = await scored("Add");
  expect(await boardChoice(viewer, submissionId)).toEqual({ stands: false, mayTakeOff: false });

  expect(await addToBoard(asked)).toEqual({ ok: true, value: null });
  expect(await onBoard()).toEqual([submissionId]);
  expect(await boardChoice(viewer, submissionId)).toEqual({ stands: true, mayTakeOff: false });
  expect(await takeOffBoard(asked)).toMatchObject({
    ok: false,
    refusal: { reason: "leaderboards.refusals.mayNotRemove" },
  });
  expect(await onBoard()).toEqual([submissionId]);
});

test("where deleting is allowed the team takes it off again", async () => {
  const { onBoard, asked } = await scored("Add_And_Delete");
  await addToBoard(asked);
  expect(await takeOffBoard(asked)).toEqual({ ok: true, value: null });
  expect(await onBoard()).toEqual([]);
});

test("a board that takes submissions by itself leaves no choice", async () => {
  const { viewer, submissionId, asked } = await scored("Force_Best");
  expect(await boardChoice(viewer, submissionId)).toBeNull();
  expect(await addToBoard(asked)).toMatchObject({
    ok: false,
    refusal: { reason: "leaderboards.refusals.automatic" },
  });
});

test("nobody outside the team can choose", async () => {
  const { submissionId, onBoard } = await scored("Add");
  const stranger = await aViewer();
  expect(await boardChoice(stranger, submissionId)).toBeNull();
  expect(await addToBoard({ viewer: stranger, submissionId, now })).toMatchObject({
    ok: false,
    refusal: { code: "not_found" },
  });
  expect(await onBoard()).toEqual([]);
});
