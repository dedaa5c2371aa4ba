# Tries: lines that a slow pattern never comes to the end of
# Expects: bad_scores
out = open("/app/output/scores.txt", "w")
out.write(" " * 500_000 + "x")
