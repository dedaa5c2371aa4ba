import { afterAll, beforeAll, expect, test } from "vitest";
import { ALL_HOLD, checked } from "./checked-program.ts";
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

test("Python's own modules take what they took in 3.7", async () => {
  const program = `
import base64, cgi, codecs, html.parser, imp, io, json, platform, random, threading, time
import xml.etree.ElementTree as ET
random.seed(3)
drawn = random.sample({1, 2, 3, 4, 5}, 2)
random.seed(3)
checks["sample"] = drawn == random.sample((1, 2, 3, 4, 5), 2) and random.Random(1).sample({1: 2}.keys(), 1) == [1]
order = list(range(5))
random.shuffle(order, lambda: 0.0)
checks["shuffle"] = order == [1, 2, 3, 4, 0]
class Number(object):
    def __hash__(self): return 7
random.seed(Number())
drawn = random.random()
random.seed(7)
checks["seed"] = drawn == random.random()
thread = threading.Thread(target=time.sleep, args=(0,))
thread.start()
thread.join()
checks["isAlive"] = thread.isAlive() is False
checks["platform"] = platform.linux_distribution()[0] == platform.dist()[0] == "debian"
checks["base64"] = base64.decodestring(base64.encodestring(b"a")) == b"a"
checks["json"] = json.loads(s="[1]", encoding="utf-8") == json.load(io.StringIO("[1]"), encoding="utf-8") == [1]
checks["cgi"] = cgi.escape("<a>\\"") == "&lt;a&gt;\\""
checks["unescape"] = html.parser.HTMLParser().unescape("&lt;") == "<"
root = ET.fromstring("<a><b><c/></b></a>")
checks["getchildren"] = [c.tag for c in root.getchildren()] == ["b"] and root.getiterator("c")[0].tag == "c"
checks["getiterator"] = len(ET.ElementTree(root).getiterator()) == 3
with open("/app/output/lines.txt", "w", newline="") as lines:
    lines.write("a\\r\\nb\\r")
checks["open"] = open("/app/output/lines.txt", "rU").read() == "a\\nb\\n" and io.open is open
checks["codecs"] = codecs.open("/app/output/lines.txt", mode="rU", encoding="utf-8").read()[0] == "a"
try:
    open("/app/output/lines.txt", "wU")
except ValueError:
    checks["refused"] = open("/app/output/lines.txt", mode="U").readline() == "a\\n"
checks["imp"] = bool(imp.find_module("json"))
`;
  expect(await checked(host, program)).toEqual(ALL_HOLD);
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
