# Tries: a number that only some readers know
# Expects: bad_scores
out = open("/app/output/scores.json", "w")
out.write('{"score": "0x10"}')
