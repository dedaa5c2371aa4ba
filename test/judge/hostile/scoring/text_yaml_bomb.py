# Tries: a file of scores that grows a billion times when it is read
# Expects: bad_scores
out = open("/app/output/scores.txt", "w")
lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
lines += [f"a{i}: &a{i} [" + ", ".join([f"*a{i - 1}"] * 9) + "]" for i in range(1, 12)]
out.write("\n".join([*lines, "score: *a11"]))
