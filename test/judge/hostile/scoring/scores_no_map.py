# Tries: scores that are no map
# Expects: bad_scores
out = open("/app/output/scores.json", "w")
out.write("[1, 2, 3]")
