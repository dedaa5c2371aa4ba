"""Each point gets the kind of its nearest neighbour."""
import csv, sys

data, to = sys.argv[1:3]
rows = lambda path: list(csv.DictReader(open(path, newline="")))
known = [(float(r["x"]), float(r["y"]), r["kind"]) for r in rows("train.csv")]

with open(f"{to}/answers.csv", "w", newline="") as file:
    out = csv.writer(file)
    out.writerow(["id", "kind"])
    for r in rows(f"{data}/test.csv"):
        x, y = float(r["x"]), float(r["y"])
        out.writerow([r["id"], min(known, key=lambda k: (k[0] - x) ** 2 + (k[1] - y) ** 2)[2]])
