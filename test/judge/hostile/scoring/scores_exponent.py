# Tries: an exponent that takes years to write out
# Expects: bad_scores
out = open("/app/output/scores.json", "w")
out.write('{"score": "1e999999999"}')
