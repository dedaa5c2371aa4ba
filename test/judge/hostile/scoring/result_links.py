# Tries: links in what the submission left, followed by a later reader
# Expects: accepted
import os

os.symlink("/etc", "/app/input/res/etc")
os.symlink("/app/input/ref", "/app/shared/ref")
open("/app/output/scores.json", "w").write('{"score": 1}')
