# Tries: to wear the judge out with a million tiny pieces of log
# Expects: accepted
import os

from attempt import held

for _ in range(100_000):
    os.write(1, b".")
held()
