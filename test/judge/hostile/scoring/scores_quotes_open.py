# Tries: millions of quotes, the last one open, before a NaN
# Expects: bad_scores
out = open("/app/output/scores.json", "w")
out.write('["' + "\\\"" * 3_000_000 + " NaN")
