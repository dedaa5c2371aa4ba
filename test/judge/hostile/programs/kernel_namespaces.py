# Tries: to be root in namespaces of its own
# Expects: accepted
# gVisor: accepted or exit_nonzero
import ctypes
import os

from attempt import broken, held, refused, syscall

NEWNS, NEWCGROUP, NEWUSER, NEWPID, NEWNET = 0x20000, 0x02000000, 0x10000000, 0x20000000, 0x40000000
for flags in (NEWUSER, NEWUSER | NEWNS, NEWNET, NEWPID, NEWCGROUP, NEWNS):
    with refused(f"unshare {flags:x}"):
        syscall(272, flags)
    with refused(f"clone {flags:x}"):
        if syscall(56, flags | 17, 0, 0, 0, 0) == 0:
            os._exit(0)
with refused("clone3"):
    given = (ctypes.c_uint64 * 11)(NEWUSER, 0, 0, 0, 17)
    if syscall(435, given, 88) == 0:
        os._exit(0)
with refused("setns"):
    syscall(308, os.open("/proc/self/ns/net", os.O_RDONLY), 0)
if os.path.exists("/proc/self/uid_map"):
    with refused("uid_map"):
        with open("/proc/self/uid_map", "w") as file:
            file.write("0 0 1")
if os.getuid() == 0:
    broken("root")
held()
