# Tries: a text that slow patterns never come to the end of
# Expects: bad_scores
out = open("/app/output/scores.json", "w")
out.write("\\\"" * 3_000_000)
