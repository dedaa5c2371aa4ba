# Tries: to be too many to be killed, with sixty children that ignore signals in sessions of their own
# Expects: timed_out
# gVisor: timed_out or out_of_memory
# Limits: wallS=2 pids=80
import os
import signal
import time

for _ in range(60):
    if os.fork() == 0:
        os.setsid()
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            signal.signal(number, signal.SIG_IGN)
        while True:
            time.sleep(60)
while True:
    time.sleep(60)
