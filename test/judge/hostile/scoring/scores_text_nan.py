# Tries: NaN in a text
# Expects: bad_scores
out = open("/app/output/scores.json", "w")
out.write('{"score": "nan"}')
