# Tries: colours for whoever reads why it failed
# Expects: bad_scores
out = open("/app/output/scores.txt", "w")
out.write("score: \x1b[31m\u202e\0\n")
