# Tries: a list for a score
# Expects: bad_scores
out = open("/app/output/scores.json", "w")
out.write('{"score": [1]}')
