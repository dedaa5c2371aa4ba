# Tries: scores that are a folder
# Expects: no_scores
import os

os.mkdir("/app/output/scores.json")
