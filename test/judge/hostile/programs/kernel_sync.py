# Tries: to slow every disk of the host by having it written out without end
# Expects: accepted
import os
import time

from attempt import broken, held

began = time.monotonic()
for _ in range(2000):
    os.sync()
if time.monotonic() - began > 5:
    broken("sync reaches the host's disks")
held()
