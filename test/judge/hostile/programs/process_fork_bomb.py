# Tries: to fill the machine with processes
# Expects: timed_out
# gVisor: timed_out or exit_nonzero
# Limits: wallS=2 pids=32
import os

while True:
    try:
        os.fork()
    except OSError:
        pass
