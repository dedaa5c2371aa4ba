# Tries: to make its output undeletable, with attributes and set-user-id bits
# Expects: accepted
import array
import fcntl
import os

from attempt import held

held()
FS_IOC_SETFLAGS = 0x40086602
with open("/app/output/kept", "w") as file:
    for flags in (0x10, 0x20):
        try:
            fcntl.ioctl(file, FS_IOC_SETFLAGS, array.array("l", [flags]))
        except OSError:
            pass
os.chmod("/app/output/kept", 0o7777)
