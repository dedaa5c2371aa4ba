# Tries: to kill process 1 and everything else
# Expects: accepted
# gVisor: accepted or exit_nonzero
import os
import signal

from attempt import held

if os.fork() == 0:
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGKILL, signal.SIGSTOP):
        if os.getppid() == 1:
            try:
                os.kill(1, number) if number != signal.SIGINT else None
            except OSError:
                pass
    os._exit(0)
try:
    os.wait()
    os.kill(-1, signal.SIGKILL)
except OSError:
    pass
held()
