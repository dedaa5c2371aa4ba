# Tries: scores, and then no end
# Expects: timed_out
# Limits: wallS=2
open("/app/output/scores.json", "w").write('{"score": 1}')
while True:
    pass
