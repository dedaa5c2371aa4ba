# Tries: to leave processes behind that go on after its end
# Expects: accepted
# Limits: pids=40
import os
import signal
import time

from attempt import held

held()
for _ in range(20):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            while True:
                time.sleep(0.001)
                open("/app/output/more.txt", "w").close()
        os._exit(0)
for _ in range(20):
    os.wait()
