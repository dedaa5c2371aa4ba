# Tries: scores that are not UTF-8
# Expects: bad_scores
out = open("/app/output/scores.json", "w")
out.close(); open("/app/output/scores.json", "wb").write(b"\xff\xfe{\x00\"\x00")
