# Tries: to go round the filter of calls by the numbers of another architecture (x32, i386)
# Expects: accepted
# gVisor: accepted or exit_nonzero
import ctypes
import mmap
import os

from attempt import broken, held, syscall

X32 = 0x40000000


def child(act):
    pid = os.fork()
    if pid == 0:
        try:
            act()
        except OSError:
            os._exit(1)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def by_x32():
    syscall(X32 | 39)


def by_int80():
    page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    page.write(b"\xb8\x14\x00\x00\x00\xcd\x80\xc3")  # getpid of i386
    call = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(page)))
    if call() < 0:
        os._exit(1)


for name, act in (("x32", by_x32), ("int 0x80", by_int80)):
    if os.uname().machine == "x86_64" and child(act) == 0:
        broken(name)
held()
