import { expect, test } from "vitest";
import { addLook, type Kept, type Look } from "../../app/judging/add-look.ts";

const aLook = (more: Partial<Look> = {}): Look => ({
  working: 0,
  slots: 2,
  cpu: null,
  memory: null,
  diskFreeBytes: null,
  devices: null,
  ...more,
});
const all = (looks: Look[]) => looks.reduce<Kept | undefined>(addLook, undefined)!;

test("a span is the mean of its looks, and its disk the last", () => {
  const kept = all([
    aLook({ working: 0, cpu: 0.1, memory: 0.5, diskFreeBytes: 10 }),
    aLook({ working: 1, cpu: 0.2, memory: 0.5, diskFreeBytes: 9 }),
    aLook({ working: 2, cpu: 0.6, memory: 0.5, diskFreeBytes: 2 }),
  ]);
  expect(kept).toMatchObject({ looks: 3, working: 1, slots: 2, memory: 0.5, diskFreeBytes: 2 });
  expect(kept.cpu).toBeCloseTo(0.3);
});

test("what a host does not say changes nothing, and a card that comes later begins then", () => {
  const use = (utilisation: number | null) => ({ utilisation, memory: 0.25 });
  const kept = all([
    aLook({ cpu: 0.4, devices: { a: use(null) } }),
    aLook({ devices: { a: use(0.8), b: use(0.2) } }),
    aLook(),
  ]);
  expect(kept).toMatchObject({ looks: 3, cpu: 0.4, devices: { a: use(0.8), b: use(0.2) } });
  expect(all([aLook()]).devices).toBeNull();
});
