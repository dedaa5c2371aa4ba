"""Trains a team's model.py and writes predictions.csv.

The team's code runs in a process of its own: this one holds the clock and checks what comes back, so
that a model cannot report a shorter duration than it took. The platform's time and memory limits hold
for both.
"""

import csv
import json
import os
import subprocess
import sys
import time

PIXELS = 64


def read(path, labelled):
    with open(path, newline="") as file:
        rows = list(csv.reader(file))[1:]
    images = [[int(value) for value in row[1 : 1 + PIXELS]] for row in rows]
    labels = [int(row[1 + PIXELS]) for row in rows] if labelled else None
    return [row[0] for row in rows], images, labels


def child(data, program, answer):
    """Runs in the process of its own: fit, predict, send the labels through the pipe."""
    sys.path.insert(0, program)
    os.chdir(program)
    from model import Model

    _, images, labels = read(os.path.join(data, "train.csv"), True)
    _, unseen, _ = read(os.path.join(data, "test.csv"), False)
    model = Model()
    print(f"fitting {type(model).__module__}.{type(model).__name__} on {len(images)} images", flush=True)
    model.fit(images, labels)
    print(f"predicting {len(unseen)} images", flush=True)
    predicted = [int(label) for label in model.predict(unseen)]
    with os.fdopen(answer, "w") as pipe:
        json.dump(predicted, pipe)


def main(data, output, program):
    if not os.path.exists(os.path.join(program, "model.py")):
        sys.exit("There is no model.py at the root of the archive.")
    reading, writing = os.pipe()
    started = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, os.path.abspath(__file__), data, output, program, str(writing)],
        pass_fds=[writing],
    )
    os.close(writing)
    with os.fdopen(reading) as pipe:
        answer = pipe.read()
    code = process.wait()
    duration = time.monotonic() - started
    if code != 0:
        reason = f"signal {-code}" if code < 0 else f"exit code {code}"
        sys.exit(f"The model's process ended with {reason} after {duration:.2f} s.")

    predicted = json.loads(answer)
    names, images, _ = read(os.path.join(data, "test.csv"), False)
    if len(predicted) != len(images):
        sys.exit(f"predict() gave {len(predicted)} labels for {len(images)} images.")
    with open(os.path.join(output, "predictions.csv"), "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "label"])
        writer.writerows(zip(names, predicted))
    with open(os.path.join(output, "duration.json"), "w") as file:
        json.dump({"duration": duration}, file)
    print(f"trained and predicted in {duration:.2f} s")


if __name__ == "__main__":
    if len(sys.argv) == 5:
        child(sys.argv[1], sys.argv[3], int(sys.argv[4]))
    else:
        main(*sys.argv[1:4])
