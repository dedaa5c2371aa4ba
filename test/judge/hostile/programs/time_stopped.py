# Tries: to stop the clock by stopping itself
# Expects: timed_out
# Limits: wallS=2
import os
import signal
import time

child = os.fork()
if child == 0:
    os.kill(os.getpid(), signal.SIGSTOP)
os.kill(os.getpid(), signal.SIGSTOP)
os.waitpid(child, 0)
time.sleep(60)
