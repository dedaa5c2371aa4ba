# Tries: to confuse the clock with timers in the past and clocks it may not set
# Expects: accepted
import ctypes
import signal
import time

from attempt import held, refused

with refused("set the clock"):
    time.clock_settime(time.CLOCK_REALTIME, 0)
with refused("a timer below zero"):
    signal.setitimer(signal.ITIMER_REAL, -1)
signal.signal(signal.SIGALRM, lambda *_: None)
signal.setitimer(signal.ITIMER_REAL, 0.000001, 0.01)
libc = ctypes.CDLL(None)
libc.alarm(1)
time.sleep(0.05)
signal.setitimer(signal.ITIMER_REAL, 0)
held()
