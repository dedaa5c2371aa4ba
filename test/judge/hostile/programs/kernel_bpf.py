# Tries: bpf, perf events, fanotify, modules, kexec, swap, reboot, quotas, accounting, the log of the kernel
# Expects: accepted
import ctypes

from attempt import held, refused, syscall

zeros = (ctypes.c_char * 256)()
for name, number in {
    "bpf": 321,
    "perf_event_open": 298,
    "fanotify_init": 300,
    "init_module": 175,
    "finit_module": 313,
    "delete_module": 176,
    "kexec_load": 246,
    "swapon": 167,
    "reboot": 169,
    "quotactl": 179,
    "acct": 163,
    "lookup_dcookie": 212,
    "iopl": 172,
    "ioperm": 173,
    "vhangup": 153,
    "modify_ldt": 154,
    "move_pages": 279,
    "memfd_secret": 447,
    "set_mempolicy_home_node": 450,
    "process_madvise": 440,
}.items():
    with refused(name):
        syscall(number, zeros, zeros, 0, 0, 0, 0)
        if name in ("modify_ldt", "move_pages"):
            raise OSError("answered and did nothing")
held()
