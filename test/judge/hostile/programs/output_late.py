# Tries: to write its answer after it has ended
# Expects: exit_nonzero
import os
import time

if os.fork() == 0:
    os.setsid()
    time.sleep(0.5)
    with open("/app/output/answer.txt", "w") as answer:
        answer.write("a b c")
    os._exit(0)
