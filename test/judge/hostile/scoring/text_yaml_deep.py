# Tries: YAML nested very deep
# Expects: bad_scores
out = open("/app/output/scores.txt", "w")
out.write("[" * 500_000)
