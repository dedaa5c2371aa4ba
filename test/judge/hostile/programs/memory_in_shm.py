# Tries: to hide memory in /dev/shm
# Expects: accepted
from attempt import broken, held

written = 0
try:
    with open("/dev/shm/mine", "wb", buffering=0) as file:
        while written < 1_000_000_000:
            written += file.write(b"x" * 1_000_000)
except OSError:
    pass
if written > 80_000_000:
    broken(f"{written} bytes in /dev/shm")
held()
