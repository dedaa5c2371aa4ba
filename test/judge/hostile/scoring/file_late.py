# Tries: scores that come after the end
# Expects: no_scores
import os, time

if os.fork() == 0:
    os.setsid()
    time.sleep(0.3)
    open("/app/output/scores.json", "w").write('{"score": 1}')
