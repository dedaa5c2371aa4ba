# Tries: lists nested a million deep
# Expects: bad_scores
out = open("/app/output/scores.json", "w")
out.write('{"x": ' + "[" * 1_000_000 + "]" * 1_000_000 + ', "score": NaN}')
