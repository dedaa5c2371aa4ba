# Tries: to mount, to change its root, to look at mounts with the new calls
# Expects: accepted
import ctypes
import os

from attempt import held, refused, syscall

none = ctypes.c_char_p(b"none")
for kind in (b"proc", b"sysfs", b"tmpfs", b"cgroup", b"cgroup2", b"overlay", b"debugfs", b"bpf"):
    with refused(kind.decode()):
        syscall(165, none, ctypes.c_char_p(b"/tmp"), ctypes.c_char_p(kind), 0, 0)
with refused("remount"):
    syscall(165, none, ctypes.c_char_p(b"/"), none, 32, 0)
with refused("umount"):
    syscall(166, ctypes.c_char_p(b"/app/output"), 2)
with refused("pivot_root"):
    syscall(155, ctypes.c_char_p(b"/tmp"), ctypes.c_char_p(b"/tmp"))
with refused("chroot"):
    os.chroot("/tmp")
for number in (428, 429, 430, 432, 442):
    with refused(f"call {number}"):
        syscall(number, -100, ctypes.c_char_p(b"/"), 0, 0, 0)
held()
