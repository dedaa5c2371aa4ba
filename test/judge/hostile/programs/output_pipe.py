# Tries: to make the judge wait for ever for a pipe
# Expects: exit_nonzero
import os

os.mkfifo("/app/output/answer.txt")
os.mkfifo("/app/output/detailed_results.html")
