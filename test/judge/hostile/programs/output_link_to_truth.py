# Tries: to answer with a link to the truth, which only the scoring program can see
# Expects: exit_nonzero
import os

os.symlink("/app/input/ref/truth.txt", "/app/output/answer.txt")
