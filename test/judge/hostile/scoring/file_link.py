# Tries: scores that are a link to a file of the host
# Expects: no_scores
import os

os.symlink("/etc/passwd", "/app/output/scores.json")
