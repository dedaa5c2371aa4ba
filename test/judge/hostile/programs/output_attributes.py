# Tries: to hide memory in extended attributes
# Expects: accepted or output_limit or out_of_memory
import os

from attempt import held

held()
try:
    for number in range(20_000):
        os.setxattr("/app/output/answer.txt", f"user.{number}", b"x" * 60_000)
except OSError:
    pass
