"""The nine nearest neighbours of each point vote on its kind."""
import csv, sys
from collections import Counter

data, to = sys.argv[1:3]
rows = lambda path: list(csv.DictReader(open(path, newline="")))
known = [(float(r["x"]), float(r["y"]), r["kind"]) for r in rows("train.csv")]

with open(f"{to}/answers.csv", "w", newline="") as file:
    out = csv.writer(file)
    out.writerow(["id", "kind"])
    for r in rows(f"{data}/test.csv"):
        x, y = float(r["x"]), float(r["y"])
        nine = sorted(known, key=lambda k: (k[0] - x) ** 2 + (k[1] - y) ** 2)[:9]
        out.writerow([r["id"], Counter(kind for _, _, kind in nine).most_common(1)[0][0]])
