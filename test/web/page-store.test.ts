import { expect, test } from "vitest";
import { PageStore } from "../../app/web/page-store.ts";

const page = (topics: string[] = ["board:1"], more: { bytes?: number; until?: number } = {}) => ({
  value: topics.join(),
  bytes: 10,
  until: 1_000,
  topics,
  ...more,
});

test("what was unused longest goes when there is no room", () => {
  const store = new PageStore<string>(25);
  store.keep("a", page());
  store.keep("b", page());
  store.get("a", 0);
  store.keep("c", page());

  expect([store.get("a", 0), store.get("b", 0), store.get("c", 0)]).toEqual(["board:1", null, "board:1"]);
  expect(store.bytes).toBe(20);
});

test("what is larger than all the room is not kept, and takes no other's place", () => {
  const store = new PageStore<string>(25);
  store.keep("a", page());
  store.keep("large", page(["board:1"], { bytes: 26 }));

  expect(store.get("large", 0)).toBeNull();
  expect(store.get("a", 0)).toBe("board:1");
});

test("a change forgets what shows the topic, and what shows any of its kind", () => {
  const store = new PageStore<string>(1_000);
  store.keep("one", page(["board:1", "competition:1"]));
  store.keep("two", page(["board:2", "competition:1"]));
  store.keep("list", page(["board"]));

  store.changed("board:1");

  expect([store.get("one", 0), store.get("two", 0), store.get("list", 0)]).toEqual([
    null,
    "board:2,competition:1",
    null,
  ]);
  store.changed("competition:1");
  expect([store.size, store.bytes]).toEqual([0, 0]);
});

test("what is kept anew shows only what it says now", () => {
  const store = new PageStore<string>(1_000);
  store.keep("a", page(["board:1"]));
  store.keep("a", page(["board:2"]));

  store.changed("board:1");

  expect(store.get("a", 0)).toBe("board:2");
  expect(store.bytes).toBe(10);
});

test("from its moment on a page is not kept any more", () => {
  const store = new PageStore<string>(1_000);
  store.keep("a", page(["board:1"], { until: 500 }));

  expect(store.get("a", 499)).toBe("board:1");
  expect(store.get("a", 500)).toBeNull();
  expect(store.bytes).toBe(0);
});
