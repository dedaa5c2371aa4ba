# Tries: to become root: by asking, by programs with the set-user-id bit, by capabilities
# Expects: accepted
import ctypes
import glob
import os
import stat
import subprocess

from attempt import broken, held, libc, refused

for become in (lambda: os.setuid(0), lambda: os.setgid(0), lambda: os.setgroups([0]), lambda: os.setresuid(0, 0, 0)):
    with refused("root by asking"):
        become()
for folder in ("/bin", "/usr/bin", "/sbin", "/usr/sbin"):
    for file in glob.glob(folder + "/*"):
        if os.path.exists(file) and os.stat(file).st_mode & stat.S_ISUID:
            said = subprocess.run([file, "-c", "id -u"], capture_output=True, stdin=subprocess.DEVNULL).stdout
            if said.strip() == b"0":
                broken(file)
own = "/tmp/mine"
with open("/bin/true", "rb") as true, open(own, "wb") as file:
    file.write(true.read())
os.chmod(own, 0o6755)
if libc.prctl(39, 0, 0, 0, 0) != 1:
    broken("no_new_privs is not set")
with open("/proc/self/status") as file:
    for line in file:
        name, _, value = line.partition(":")
        if name in ("CapEff", "CapPrm", "CapBnd", "CapAmb") and int(value, 16) != 0:
            broken(line)
if ctypes.c_int(libc.prctl(24, 21, 0, 0, 0)).value == 0:
    broken("CAP_SYS_ADMIN dropped by itself: it was there")
held()
