# Tries: to rename the machine and to set its clock
# Expects: accepted
# gVisor: accepted or exit_nonzero
import ctypes

from attempt import held, refused, syscall

for number in (170, 171):
    with refused("a name"):
        syscall(number, ctypes.c_char_p(b"mine"), 4)
with refused("settimeofday"):
    syscall(164, (ctypes.c_long * 2)(0, 0), 0)
with refused("adjtimex"):
    syscall(159, (ctypes.c_long * 26)(1, 1))
    raise OSError("reading is harmless")
with refused("clock_settime"):
    syscall(227, 0, (ctypes.c_long * 2)(0, 0))
held()
