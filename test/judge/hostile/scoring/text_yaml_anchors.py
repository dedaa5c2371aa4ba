# Tries: a hundred thousand anchors
# Expects: bad_scores or accepted
out = open("/app/output/scores.txt", "w")
out.write("\n".join(f"k{i}: &a{i} {i}" for i in range(100_000)) + "\nscore: 1\n")
