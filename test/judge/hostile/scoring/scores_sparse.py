# Tries: sixty megabytes of scores that takes no room
# Expects: bad_scores
# Limits: outputBytes=67108864
out = open("/app/output/scores.json", "w")
out.truncate(60_000_000)
