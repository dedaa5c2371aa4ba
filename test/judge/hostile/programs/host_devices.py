# Tries: to read the host's memory and disks
# Expects: accepted
import glob
import os
import stat

from attempt import broken, held, refused

for file in ("/dev/mem", "/dev/kmem", "/dev/port", "/dev/sda", "/dev/vda", "/dev/nvme0n1", "/dev/kvm", "/dev/fuse", "/dev/net/tun", "/dev/kmsg", "/proc/kcore", "/proc/kmsg"):
    with refused(file):
        with open(file, "rb") as opened:
            if not opened.read(1):
                raise OSError("there is nothing in it")
for file in glob.glob("/dev/*"):
    if stat.S_ISBLK(os.lstat(file).st_mode):
        broken(file)
if glob.glob("/dev/nvidia*"):
    broken("a graphics card")
held()
