# Tries: a map for a score
# Expects: bad_scores
out = open("/app/output/scores.json", "w")
out.write('{"score": {"toString": 1, "valueOf": 1}}')
