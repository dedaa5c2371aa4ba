# Tries: to open files until there are none left
# Expects: accepted
import os

from attempt import broken, held

opened = []
try:
    for _ in range(200_000):
        opened.append(os.open("/dev/null", os.O_RDONLY))
except OSError:
    pass
if len(opened) > 100_000:
    broken("files without end")
for one in opened:
    os.close(one)
held()
