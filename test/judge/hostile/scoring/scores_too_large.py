# Tries: a number larger than the column of the board
# Expects: bad_scores
out = open("/app/output/scores.json", "w")
out.write('{"score": 99999999999999999999}')
