# Tries: to change what does not belong to it: the system, the hosts file, its root
# Expects: accepted
import os

from attempt import broken, held, refused

for file in ("/etc/passwd", "/etc/hosts", "/usr/bin/python3", "/bin/sh", "/etc/ld.so.preload", "/mine", "/app/data/mine", "/root/mine", "/var/lib/mine"):
    with refused(file):
        open(file, "a").close()
for folder in ("/etc", "/app/data", "/"):
    if os.access(folder, os.W_OK):
        broken(folder)
with refused("chmod"):
    os.chmod("/etc/hosts", 0o777)
with refused("device files"):
    os.remove("/dev/null")
held()
