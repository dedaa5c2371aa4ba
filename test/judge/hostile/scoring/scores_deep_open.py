# Tries: lists nested a million deep and never closed
# Expects: bad_scores
out = open("/app/output/scores.json", "w")
out.write("[" * 1_000_000)
