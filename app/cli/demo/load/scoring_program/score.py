"""RMSE, MAPE and the worst hour of forecast.csv against the measured load."""

import csv
import json
import math
import os
import sys


def read(path):
    with open(path, newline="", encoding="utf-8-sig") as file:
        return {row["hour"]: float(row["load"]) for row in csv.DictReader(file)}


def main(given, output):
    forecast = os.path.join(given, "res", "forecast.csv")
    if not os.path.exists(forecast):
        sys.exit("There is no forecast.csv at the root of the archive.")
    truth, forecast = read(os.path.join(given, "ref", "load.csv")), read(forecast)
    missing = truth.keys() - forecast.keys()
    if missing:
        sys.exit(f"{len(missing)} hours have no forecast, for example {min(missing)}.")
    errors = {hour: forecast[hour] - load for hour, load in truth.items()}
    scores = {
        "rmse": math.sqrt(sum(error**2 for error in errors.values()) / len(errors)),
        "mape": 100 * sum(abs(errors[hour]) / truth[hour] for hour in truth) / len(truth),
        "worst": max(abs(error) for error in errors.values()),
    }
    with open(os.path.join(output, "scores.json"), "w") as file:
        json.dump(scores, file)
    for key, value in scores.items():
        print(f"{key}: {value:.4f}")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
