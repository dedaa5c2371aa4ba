# Tries: nothing bad: a talkative program is heard as far as its log may go, and goes on
# Expects: accepted
import sys

from attempt import held

for _ in range(300):
    sys.stdout.write("x" * 100_000)
held()
