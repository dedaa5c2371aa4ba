# Tries: a map merged into itself
# Expects: bad_scores
out = open("/app/output/scores.txt", "w")
out.write("a: &a\n  <<: *a\nscore: *a\n")
