# Tries: scores with NULs
# Expects: bad_scores
out = open("/app/output/scores.json", "w")
out.write('{"score": "1\0"}')
