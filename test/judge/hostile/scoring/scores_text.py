# Tries: a text for all scores
# Expects: bad_scores
out = open("/app/output/scores.json", "w")
out.write('"score"')
