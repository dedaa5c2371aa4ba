# Tries: scores that never end: a device
# Expects: no_scores
import os

try:
    os.mknod("/app/output/scores.json", 0o020666, os.makedev(1, 5))
except OSError:
    pass
