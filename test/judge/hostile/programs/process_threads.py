# Tries: to have more threads than it may have processes
# Expects: accepted
# gVisor: accepted or exit_nonzero
# Limits: pids=64
import threading

from attempt import broken, held

wait = threading.Event()
started = 0
try:
    for started in range(2000):
        threading.Thread(target=wait.wait, daemon=True).start()
except RuntimeError:
    pass
if started > 1000:
    broken(f"{started} threads")
wait.set()
held()
