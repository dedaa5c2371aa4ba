# Tries: a file of ten million lines
# Expects: bad_scores
out = open("/app/output/scores.txt", "w")
out.write("a: 1\n" * 10_000_000)
