# Tries: seventeen megabytes of scores
# Expects: bad_scores
out = open("/app/output/scores.json", "w")
out.write('{"score": 1, "x": "' + "x" * 17_000_000 + '"}')
