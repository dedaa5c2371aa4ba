# Tries: to keep its log open after its end, so that the judge waits for it
# Expects: accepted
import os
import time

from attempt import held

held()
if os.fork() == 0:
    os.setsid()
    while True:
        time.sleep(0.01)
        os.write(1, b"still here\n")
