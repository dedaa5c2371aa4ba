# Tries: to lock pages so that nobody may take them, and to map more than there is
# Expects: accepted or out_of_memory
import mmap

from attempt import held, libc

libc.mlockall(3)
try:
    mmap.mmap(-1, 2**46)
except (OSError, ValueError):
    pass
held()
