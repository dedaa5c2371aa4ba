# Tries: a page of detailed results that is a link
# Expects: accepted
import os

open("/app/output/scores.json", "w").write('{"score": 1}')
os.symlink("/etc/shadow", "/app/output/detailed_results.html")
os.symlink("/app/input/ref/truth.txt", "/app/output/truth.txt")
