# Tries: to write where the kernel takes orders: core patterns, sysrq, firmware, address space
# Expects: accepted
import glob
import os

from attempt import held, refused

for file in (
    "/proc/sys/kernel/core_pattern",
    "/proc/sys/kernel/modprobe",
    "/proc/sys/vm/overcommit_memory",
    "/proc/sys/fs/binfmt_misc/register",
    "/proc/sysrq-trigger",
    "/sys/kernel/uevent_helper",
    "/sys/power/state",
    "/proc/bus/pci/00/00.0",
    "/proc/acpi/wakeup",
    "/proc/scsi/scsi",
    "/proc/irq/0/smp_affinity",
):
    with refused(file):
        with open(file, "w") as opened:
            opened.write("1")
for file in ("/sys/firmware/dmi", "/sys/kernel/debug/tracing", "/sys/kernel/security"):
    with refused(file):
        if not os.listdir(file):
            raise OSError("empty")
for file in glob.glob("/proc/sys/kernel/*"):
    if os.access(file, os.W_OK):
        with refused(file):
            open(file, "w").close()
held()
