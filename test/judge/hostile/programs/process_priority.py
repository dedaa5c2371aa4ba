# Tries: to run before everybody else: real time, niceness below zero, last to be killed for memory
# Expects: accepted
# gVisor: accepted or exit_nonzero
import os

from attempt import held, refused

with refused("nice"):
    os.nice(-5)
with refused("real time"):
    os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(50))
with refused("oom_score_adj"):
    with open("/proc/self/oom_score_adj", "w") as file:
        file.write("-1000")
held()
