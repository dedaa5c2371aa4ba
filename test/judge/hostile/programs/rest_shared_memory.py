# Tries: to leave something for the next run in shared memory, queues and semaphores
# Expects: accepted
# gVisor: accepted or exit_nonzero
import ctypes

from attempt import broken, held, libc, syscall

for key in range(1, 20):
    if libc.shmget(key, 4096, 0) != -1:
        broken("shared memory of an earlier run")
    libc.shmget(key, 4096, 0o1666)
    libc.semget(key, 10, 0o1666)
    libc.msgget(key, 0o1666)
try:
    syscall(240, ctypes.c_char_p(b"podium"), 0o102, 0o666, 0)
except OSError:
    pass
open("/dev/shm/left", "w").close()
open("/tmp/left", "w").close()
held()
