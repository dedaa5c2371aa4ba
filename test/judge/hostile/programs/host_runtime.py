# Tries: to overwrite the container runtime through /proc/self/exe and open descriptors (CVE-2019-5736, CVE-2024-21626)
# Expects: accepted
import os

from attempt import broken, held

for pid in ["self", *[name for name in os.listdir("/proc") if name.isdigit()]]:
    for descriptor in range(3, 32):
        link = f"/proc/{pid}/fd/{descriptor}"
        try:
            there = os.readlink(link)
        except OSError:
            continue
        if there.startswith("/") and not there.startswith(("/app", "/tmp", "/dev/null", "/proc", "/usr")):
            broken(f"{link} is {there}")
        if os.path.isdir(link) and os.path.exists(link + "/../../../../etc/shadow") and os.access(link + "/../../../../etc/shadow", os.R_OK):
            broken(f"{link} leads to the host")
try:
    os.open(f"/proc/{os.getppid()}/exe", os.O_WRONLY)
    broken("the runtime can be written")
except OSError:
    pass
held()
