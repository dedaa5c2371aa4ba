# Tries: to outlive its time by ignoring every signal it can
# Expects: timed_out
# Limits: wallS=1
import contextlib
import signal

for number in signal.valid_signals():
    with contextlib.suppress(OSError):
        signal.signal(number, signal.SIG_IGN)
signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
while True:
    pass
