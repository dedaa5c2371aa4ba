# Tries: a number of a million digits
# Expects: bad_scores
out = open("/app/output/scores.json", "w")
out.write('{"score": "' + "9" * 1_000_000 + '"}')
