# Tries: an empty file of scores
# Expects: bad_scores
out = open("/app/output/scores.json", "w")
pass
