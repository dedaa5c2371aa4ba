# Tries: to take with eight children what it may not take alone
# Expects: out_of_memory
import os

for _ in range(8):
    if os.fork() == 0:
        x = bytearray(100_000_000)
        x[::4096] = b"1" * len(x[::4096])
        import time

        time.sleep(5)
        os._exit(0)
worst = max(os.waitstatus_to_exitcode(os.wait()[1]) != 0 for _ in range(8))
raise SystemExit(1 if worst else 0)
