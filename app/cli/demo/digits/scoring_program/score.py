"""Accuracy and macro-averaged F1 of predictions.csv against the hidden labels, and the measured duration."""

import csv
import html
import json
import os
import sys

DIGITS = range(10)


def read(path):
    with open(path, newline="") as file:
        return {row["id"]: int(row["label"]) for row in csv.DictReader(file)}


def f1_of(digit, truth, predicted):
    """2 TP / (2 TP + FP + FN); 0 where the digit neither occurs nor is predicted."""
    hits = sum(1 for name in truth if truth[name] == digit and predicted[name] == digit)
    wrong = sum(1 for name in truth if (truth[name] == digit) != (predicted[name] == digit))
    return 2 * hits / (2 * hits + wrong) if hits or wrong else 0.0


def page(matrix, scores):
    head = "".join(f"<th>{digit}</th>" for digit in DIGITS)
    rows = "".join(
        f"<tr><th>{digit}</th>" + "".join(f"<td>{matrix[digit][other]}</td>" for other in DIGITS) + "</tr>"
        for digit in DIGITS
    )
    lines = "".join(f"<li>{html.escape(key)}: {value:.4f}</li>" for key, value in scores.items())
    return (
        '<!doctype html><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>Confusion matrix</title>'
        "<style>body{font:15px sans-serif}td,th{padding:4px 9px;text-align:right}"
        "table{border-collapse:collapse}td{border:1px solid #bbb}</style>"
        f"<h1>True digit (row) and predicted digit (column)</h1><table><tr><th></th>{head}</tr>{rows}</table>"
        f"<ul>{lines}</ul>"
    )


def main(given, output):
    predictions = os.path.join(given, "res", "predictions.csv")
    if not os.path.exists(predictions):
        sys.exit("The model left no predictions: see the log of the ingestion program for the reason.")
    truth = read(os.path.join(given, "ref", "labels.csv"))
    predicted = read(predictions)
    missing = truth.keys() - predicted.keys()
    if missing:
        sys.exit(f"{len(missing)} test images have no prediction, for example {sorted(missing)[0]}.")

    matrix = {digit: {other: 0 for other in DIGITS} for digit in DIGITS}
    for name, digit in truth.items():
        if predicted[name] in matrix[digit]:
            matrix[digit][predicted[name]] += 1
    with open(os.path.join(given, "res", "duration.json")) as file:
        duration = json.load(file)["duration"]
    scores = {
        "accuracy": sum(matrix[digit][digit] for digit in DIGITS) / len(truth),
        "macro_f1": sum(f1_of(digit, truth, predicted) for digit in DIGITS) / len(DIGITS),
        "duration": round(duration, 3),
    }
    with open(os.path.join(output, "scores.json"), "w") as file:
        json.dump(scores, file)
    with open(os.path.join(output, "detailed_results.html"), "w") as file:
        file.write(page(matrix, scores))
    for key, value in scores.items():
        print(f"{key}: {value:.4f}")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
