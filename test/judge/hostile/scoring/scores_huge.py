# Tries: a number larger than a float
# Expects: bad_scores
out = open("/app/output/scores.json", "w")
out.write('{"score": 1e400}')
