# Tries: to take hold of another process by ptrace and to read its memory
# Expects: accepted
# gVisor: accepted or exit_nonzero
import ctypes
import os
import time

from attempt import held, libc, refused, syscall

PTRACE_ATTACH, PROCESS_VM_READV, PIDFD_GETFD, KCMP = 16, 310, 438, 312
child = os.fork()
if child == 0:
    time.sleep(30)
with refused("ptrace"):
    syscall(101, PTRACE_ATTACH, child, 0, 0)
with refused("process_vm_readv"):
    buffer = (ctypes.c_char * 8)()
    iov = (ctypes.c_size_t * 2)(ctypes.addressof(buffer), 8)
    there = (ctypes.c_size_t * 2)(id(libc), 8)
    syscall(PROCESS_VM_READV, child, iov, 1, there, 1, 0)
with refused("pidfd_getfd"):
    syscall(PIDFD_GETFD, os.pidfd_open(child), 1, 0)
with refused("kcmp"):
    syscall(KCMP, child, os.getpid(), 0, 0, 0)
os.kill(child, 9)
held()
