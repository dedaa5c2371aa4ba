# Tries: io_uring, where most kernel holes of late were, and which seccomp cannot look into
# Expects: accepted
# gVisor: accepted or exit_nonzero
import ctypes

from attempt import held, refused, syscall

for entries in (1, 8):
    with refused("io_uring_setup"):
        syscall(425, entries, (ctypes.c_char * 120)())
for number in (426, 427):
    with refused("io_uring"):
        syscall(number, 0, 0, 0, 0, 0, 0)
held()
