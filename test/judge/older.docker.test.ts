import { afterAll, beforeAll, expect, test } from "vitest";
import { aJudge } from "./support.ts";

let host: Awaited<ReturnType<typeof aJudge>>;
beforeAll(async () => {
  host = await aJudge();
}, 600_000);
afterAll(() => host.end());

const judged = async (files: Record<string, string>) => {
  const { logs, scores } = await host.judge({
    submission: { "a.txt": "a" },
    scoring: { metadata: "command: python score.py\n", ...files },
  });
  return { logs, scores };
};
const WRITES = `import json\njson.dump({"score": score}, open("/app/output/scores.json", "w"))\n`;

test("a scoring program for Python 3.7 finds what later versions took away", async () => {
  const older = `
import collections, fractions, inspect, time
import xml.etree.cElementTree as ElementTree
started = time.clock()
def given(a, b=1, *c, **d): pass
score = sum([
    isinstance([], collections.Iterable),
    issubclass(dict, collections.MutableMapping),
    fractions.gcd(12, 18) == 6,
    inspect.getargspec(given) == (["a", "b"], "c", "d", (1,)),
    ElementTree.fromstring("<a><b/></a>")[0].tag == "b",
    time.clock() >= started,
])
`;
  expect(await judged({ "score.py": older + WRITES })).toEqual({
    logs: {},
    scores: { score: "6.0000000000" },
  });
});

test("a library that needs a loader now takes none as before, and still takes one", async () => {
  // As PyYAML 6 defines them.
  const library = `
class FullLoader: pass
def load(stream, Loader): return [stream, Loader.__name__]
def load_all(stream, Loader): return [stream, Loader.__name__]
def safe_load(stream): return stream
`;
  const older = `
import yaml
class Own: pass
score = sum([
    yaml.load("a") == ["a", "FullLoader"],
    yaml.load("a", Loader=Own) == yaml.load("a", Own) == ["a", "Own"],
    yaml.load_all("a") == ["a", "FullLoader"],
    yaml.safe_load("a") == "a",
])
`;
  expect(await judged({ "yaml.py": library, "score.py": older + WRITES })).toEqual({
    logs: {},
    scores: { score: "4.0000000000" },
  });
});

test("a program's own module of a known name is left as it is", async () => {
  const own = { "numpy.py": "float = 'mine'\n", "pandas.py": "x = 1\n" };
  const older = `import numpy, pandas\nscore = numpy.float == "mine" and pandas.x\n`;
  expect(await judged({ ...own, "score.py": older + WRITES })).toEqual({
    logs: {},
    scores: { score: "1.0000000000" },
  });
});
