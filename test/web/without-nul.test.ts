import { PassThrough, Transform } from "node:stream";
import { buffer } from "node:stream/consumers";
import { createElement } from "react";
import { renderToPipeableStream } from "react-dom/server";
import { expect, test } from "vitest";
import { withoutNul } from "../../app/web/without-nul.ts";

const page = createElement(
  "div",
  null,
  Array.from({ length: 500 }, (_, i) => createElement("p", { key: i }, "a".repeat(i % 3), "编号队伍提交")),
);
const drawn = (through: PassThrough | Transform) => {
  const { pipe } = renderToPipeableStream(page, { onAllReady: () => pipe(through) });
  return buffer(through);
};

test("Chinese pages reach the browser without the zero bytes that React puts between its buffers", async () => {
  const asReactWrites = await drawn(new PassThrough());
  // When this fails, React has mended it: drop withoutNul.
  expect(asReactWrites.includes(0)).toBe(true);

  const sent = await drawn(
    new Transform({ transform: (piece, _encoding, passOn) => passOn(null, withoutNul(piece)) }),
  );
  expect(sent.includes(0)).toBe(false);
  expect(sent.toString().split("编号队伍提交").length - 1).toBe(500);
  expect(sent.toString()).not.toContain("\uFFFD");
});
