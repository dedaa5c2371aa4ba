import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { imageTag, OLDER } from "../../judge/images/recipe.ts";
import { imageId } from "../../judge/sandbox/images.ts";
import { ALL_HOLD, checked } from "./checked-program.ts";
import { aJudge } from "./support.ts";

// The image with the scientific libraries takes minutes to make: whoever ran the demo, or its journey, has it.
const read = (name: string) => readFileSync(`judge/images/${name}`, "utf8");
const full = await imageId(imageTag("full", read("Dockerfile"), OLDER.map(read).join("\n")));

let host: Awaited<ReturnType<typeof aJudge>>;
beforeAll(async () => {
  if (full) host = await aJudge({ kind: "full" });
}, 600_000);
afterAll(() => host?.end());

test.skipIf(!full)("numpy has the names of 1.17", async () => {
  const program = `
import random
import numpy as np
checks["types"] = (np.int, np.float, np.bool, np.object, np.str) == (int, float, bool, object, str)
checks["asscalar"] = np.asscalar(np.array([3])) == 3 and np.rank([[1]]) == 2 and np.alen([1, 2]) == 2
checks["modules"] = np.warnings is warnings and np.math.factorial(3) == 6
checks["functions"] = np.product([2, 3]) == 6 and np.in1d([1, 2], [2]).tolist() == [False, True]
checks["constants"] = np.NaN is np.nan and np.Inf == float("inf") and np.float_ is np.float64
random.seed(np.int64(3))
drawn = random.random()
random.seed(3)
checks["seed"] = drawn == random.random()
`;
  expect(await checked(host, program)).toEqual(ALL_HOLD);
});

test.skipIf(!full)("pandas looks up by label or by place, reads and converts as 0.25 did", async () => {
  const program = `
import numpy as np, pandas as pd
df = pd.DataFrame({"a": [1, 2, 3], "b": [4.0, 5.0, 6.0]}, index=["x", "y", "z"])
checks["cell"] = df.ix["y", "b"] == df.ix[1, "b"] == df.ix[1, 1] == 5 and df.ix[-1, "a"] == 3
checks["labels"] = df.ix["x":"y", "a"].tolist() == [1, 2] and df.ix[["x", "z"], "a"].tolist() == [1, 3]
checks["places"] = df.ix[0:1, "a"].tolist() == [1] and df.ix[[0, 2], "a"].tolist() == [1, 3]
checks["mask"] = df.ix[df.a > 1, "b"].tolist() == [5, 6]
checks["whole"] = df.ix[0].tolist() == [1, 4] and df.ix[:, 0].tolist() == [1, 2, 3]
numbered = pd.DataFrame({"a": [1, 2, 3]}, index=[10, 20, 30])
checks["numbered"] = numbered.ix[20, "a"] == 2 and numbered.ix[10:20, "a"].tolist() == [1, 2]
try:
    numbered.ix[1, "a"]
except KeyError:
    checks["unknown"] = numbered.ix[[10, 30], "a"].tolist() == [1, 3]
df.ix[0, "a"] = 9
df.ix["y", "c"] = 7
df.ix[df.a == 3, "b"] = 0
df.ix["w"] = [1, 2, 3]
checks["set"] = df.a.tolist() == [9, 2, 3, 1] and df.b.tolist() == [4, 5, 0, 2]
checks["enlarged"] = df.c.fillna(-1).tolist() == [-1, 7, -1, 3]
series = pd.Series([1, 2], index=["p", "q"])
checks["series"] = series.ix["q"] == series.ix[1] == 2 and series.get_values().tolist() == [1, 2]
checks["matrix"] = df.as_matrix(["a"]).tolist() == [[9], [2], [3], [1]]
checks["value"] = df.get_value("y", "a") == 2 and df.set_value("y", "a", 8).at["y", "a"] == 8
with open("/app/output/f.csv", "w") as f:
    f.write("i,v\\n1,2\\n")
checks["csv"] = pd.DataFrame.from_csv("/app/output/f.csv").shape == (1, 1)
checks["names"] = pd.datetime.__name__ == "datetime" and pd.np is np and series.index.is_monotonic
checks["items"] = list(series.iteritems()) == [("p", 1), ("q", 2)]
checks["append"] = pd.DataFrame({"a": [1]}).append({"a": 2}, ignore_index=True).a.tolist() == [1, 2]
`;
  expect(await checked(host, program)).toEqual(ALL_HOLD);
});

test.skipIf(!full)("scikit-learn assigns, compares sets and keeps its modules as 0.21 did", async () => {
  const program = `
import numpy as np
from sklearn.utils.linear_assignment_ import linear_assignment
pairs = linear_assignment(np.array([[4, 1, 3], [2, 0, 5], [3, 2, 2]]))
checks["assignment"] = pairs.tolist() == [[0, 1], [1, 0], [2, 2]]
from sklearn.metrics import jaccard_similarity_score as jaccard
checks["jaccard"] = jaccard([0, 2, 1, 3], [0, 1, 2, 3]) == 0.5
checks["counted"] = jaccard([0, 2, 1, 3], [0, 1, 2, 3], normalize=False) == 2
checks["multilabel"] = jaccard(np.array([[0, 1], [1, 1]]), np.ones((2, 2))) == 0.75
from sklearn.metrics.classification import accuracy_score
from sklearn.metrics.scorer import make_scorer
from sklearn.utils.testing import assert_array_equal
import sklearn.metrics.ranking, sklearn.metrics.regression
checks["moved"] = accuracy_score([1, 0], [1, 1]) == 0.5
from sklearn.externals import joblib, six
from sklearn.externals.joblib import Parallel
checks["joblib"] = hasattr(joblib, "dump") and six.PY3
`;
  expect(await checked(host, program)).toEqual(ALL_HOLD);
});

test.skipIf(!full)("SciPy counts, integrates and reads pictures as 1.1 did", async () => {
  const program = `
import numpy as np, scipy.misc, yaml
from scipy import integrate, interp, linalg, stats
from scipy.misc import comb, factorial, imread, imresize, imsave, logsumexp
checks["numbers"] = comb(4, 2) == 6 and factorial(4) == 24 and abs(logsumexp([0, 0]) - np.log(2)) < 1e-9
checks["interp"] = interp(1, [0, 2], [0, 4]) == 2
checks["integrate"] = integrate.simps([1, 1, 1]) == 2 and integrate.trapz([1, 1]) == 1
checks["linalg"] = linalg.pinv2(np.eye(2)).tolist() == [[1, 0], [0, 1]]
checks["stats"] = stats.itemfreq([1, 1, 2]).tolist() == [[1, 2], [2, 1]]
imsave("/app/output/a.png", np.arange(48, dtype=np.uint8).reshape(4, 4, 3))
back = imread("/app/output/a.png")
checks["read"] = back.shape == (4, 4, 3) and back[3, 3, 2] == 47
checks["grey"] = imread("/app/output/a.png", flatten=True).dtype == np.float32
checks["resized"] = imresize(back, (2, 8)).shape == (2, 8, 3)
checks["share"] = imresize(back, 50).shape == imresize(back, 0.5).shape == (2, 2, 3)
checks["turned"] = scipy.misc.imrotate(back, 90).shape == (4, 4, 3)
checks["stretched"] = scipy.misc.toimage(np.array([[0.0, 1.0], [2.0, 4.0]])).tobytes() == bytes([0, 64, 128, 255])
from PIL import Image
checks["pillow"] = Image.ANTIALIAS == Image.LANCZOS
checks["yaml"] = yaml.load("a: 1") == {"a": 1}
from distutils.util import strtobool
from distutils.version import LooseVersion
checks["distutils"] = strtobool("yes") == 1 and LooseVersion("1.10") > LooseVersion("1.9")
`;
  expect(await checked(host, program)).toEqual(ALL_HOLD);
});
