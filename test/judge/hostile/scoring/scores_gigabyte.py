# Tries: a gigabyte of scores that takes no room
# Expects: exit_nonzero
out = open("/app/output/scores.json", "w")
out.truncate(2**30)
