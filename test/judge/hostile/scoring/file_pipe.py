# Tries: scores that are a pipe nobody writes to
# Expects: no_scores
import os

os.mkfifo("/app/output/scores.json")
