import { expect, test } from "vitest";
import { checkAnswers, factQuestions, readFactSheet } from "../../app/competitions/fact-sheet.ts";

const SHEET = {
  METHOD: {
    key: "METHOD",
    type: "text",
    title: "Method",
    selection: "",
    is_required: "true",
    is_on_leaderboard: "true",
  },
  EXTRA: {
    key: "EXTRA",
    type: "checkbox",
    title: "Extra data?",
    selection: [true, false],
    is_required: "false",
  },
  SIZE: { key: "SIZE", type: "select", title: "Size", selection: ["small", 7], is_required: false },
};
const questions = factQuestions(SHEET);

test("a bundle's fact sheet with its texts for true and false becomes typed questions", () => {
  expect(questions).toEqual([
    { key: "METHOD", kind: "text", title: "Method", choices: [], required: true, onBoard: true },
    { key: "EXTRA", kind: "checkbox", title: "Extra data?", choices: [], required: false, onBoard: false },
    { key: "SIZE", kind: "select", title: "Size", choices: ["small", "7"], required: false, onBoard: false },
  ]);
});

test("what is kept reads back as it was", () => {
  expect(factQuestions(JSON.parse(JSON.stringify(questions)))).toEqual(questions);
  expect(factQuestions(null)).toEqual([]);
});

test("questions that cannot be asked are named", () => {
  expect(
    readFactSheet({ A: { type: "slider" }, B: { type: "select", selection: "" }, C: "text" }),
  ).toMatchObject({ questions: [], bad: ["A", "B", "C"] });
});

test("answers of a form and of JSON are taken alike, and every question gets a value", () => {
  const answers = { METHOD: "trees", EXTRA: true, SIZE: "7" };
  expect(checkAnswers(questions, { METHOD: " trees ", EXTRA: "on", SIZE: "7" })).toEqual({
    ok: true,
    answers,
  });
  expect(checkAnswers(questions, { ...answers, SIZE: 7 })).toEqual({ ok: true, answers });
  expect(checkAnswers(questions, { METHOD: "trees" })).toEqual({
    ok: true,
    answers: { METHOD: "trees", EXTRA: false, SIZE: "" },
  });
});

test.each([
  ["a required text that is blank", { METHOD: "  " }, "METHOD", "unanswered"],
  ["a choice that was not offered", { METHOD: "x", SIZE: "huge" }, "SIZE", "notAChoice"],
  ["an answer to no question", { METHOD: "x", COLOUR: "red" }, "COLOUR", "noSuchQuestion"],
  ["an endless answer", { METHOD: "x".repeat(2001) }, "METHOD", "tooLong"],
  ["a key of every object", { METHOD: "x", constructor: "y" }, "constructor", "noSuchQuestion"],
])("%s is refused at its question", (_what, given, key, reason) =>
  expect(checkAnswers(questions, given)).toMatchObject({
    ok: false,
    problems: [{ key, reason: `competitions.factSheet.${reason}` }],
  }),
);
