# Tries: to score itself
# Expects: exit_nonzero
import os

for folder in ("/app/output", "/app/program", "/app/input", "/app/data", "/tmp"):
    try:
        os.makedirs(folder + "/res", exist_ok=True)
        for file in ("scores.json", "scores.txt", "res/scores.json", "../scores.json"):
            with open(f"{folder}/{file}", "w") as scores:
                scores.write('{"score": 1}')
    except OSError:
        pass
