import { expect, test } from "vitest";
import { noAddress } from "../../app/notices/wording.ts";

test.each([
  ["Win at https://evil.example/prize", "Win at https evil example prize"],
  ["evil.example", "evil example"],
  ["www。evil．example", "www evil example"],
  ["a\nhttp://x.y", "a http x y"],
  ["me@evil.example", "me evil example"],
])("a name that is an address becomes none in a mail to a stranger: %j", (name, told) =>
  expect(noAddress(name)).toBe(told),
);

test.each(["深度学习队", "Deep Enough", "Dr. O'Neil, Jr.", "Team: Blue"])(
  "a name stays as it is: %j",
  (name) => expect(noAddress(name)).toBe(name),
);
