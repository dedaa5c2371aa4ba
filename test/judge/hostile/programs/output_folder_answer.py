# Tries: to answer with a folder
# Expects: exit_nonzero
import os

os.mkdir("/app/output/answer.txt")
