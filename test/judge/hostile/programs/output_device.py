# Tries: to answer with a device: the first disk, the memory, /dev/zero
# Expects: accepted
# gVisor: accepted or exit_nonzero
import os
import stat

from attempt import held, refused

for kind, major, minor in ((stat.S_IFBLK, 8, 0), (stat.S_IFBLK, 254, 0), (stat.S_IFCHR, 1, 1), (stat.S_IFCHR, 1, 5)):
    for folder in ("/app/output", "/tmp", "/dev/shm"):
        with refused("mknod"):
            os.mknod(folder + "/device", kind | 0o666, os.makedev(major, minor))
held()
