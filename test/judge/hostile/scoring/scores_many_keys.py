# Tries: a hundred thousand keys
# Expects: accepted
out = open("/app/output/scores.json", "w")
import json; json.dump({str(i): i for i in range(100_000)} | {"score": 1}, out)
