# Tries: to look as if the judge had stopped it
# Expects: exit_nonzero
import os
import signal

if os.fork() == 0:
    os.kill(os.getppid(), signal.SIGKILL)
os.kill(os.getpid(), signal.SIGKILL)
raise SystemExit(137)
