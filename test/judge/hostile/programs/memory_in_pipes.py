# Tries: to fill the kernel's own memory with pipes that nobody reads
# Expects: accepted or out_of_memory
import fcntl
import os

from attempt import held

F_SETPIPE_SZ = 1031
ends = []
try:
    for _ in range(1900):
        ends.append(os.pipe())
        write = ends[-1][1]
        os.set_blocking(write, False)
        try:
            fcntl.fcntl(write, F_SETPIPE_SZ, 1_048_576)
        except OSError:
            pass
        try:
            while os.write(write, b"x" * 65536):
                pass
        except BlockingIOError:
            pass
except OSError:
    pass
held()
