# Tries: infinity in YAML's words
# Expects: bad_scores
out = open("/app/output/scores.txt", "w")
out.write("score: .inf\n")
