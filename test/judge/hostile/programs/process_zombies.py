# Tries: to fill the table of processes with dead ones that nobody asked about
# Expects: accepted
# gVisor: accepted or exit_nonzero or timed_out
# Limits: pids=64
import os

from attempt import broken, held

made = 0
try:
    for made in range(5000):
        if os.fork() == 0:
            os._exit(0)
except OSError:
    pass
if made > 1000:
    broken(f"{made} zombies")
held()
