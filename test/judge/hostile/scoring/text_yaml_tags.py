# Tries: to have the reader of YAML make objects and run commands
# Expects: bad_scores
out = open("/app/output/scores.txt", "w")
out.write("score: !!python/object/apply:os.system [touch /tmp/podium-was-here]\n")
