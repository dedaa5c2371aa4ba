# Tries: scores that are a link to its own file
# Expects: no_scores
import os

open("/app/output/x", "w").write('{"score": 1}')
os.symlink("x", "/app/output/scores.json")
