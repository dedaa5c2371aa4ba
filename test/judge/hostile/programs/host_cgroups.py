# Tries: to leave its control group, to widen it, and to have the host run a program when it empties
# Expects: accepted
import glob
import os

from attempt import broken, held

with open("/proc/self/cgroup") as file:
    if "podium" in file.read():
        broken("the name of its group on the host")
for folder in glob.glob("/sys/fs/cgroup") + glob.glob("/sys/fs/cgroup/*"):
    for name, value in {
        "release_agent": "/bin/sh",
        "notify_on_release": "1",
        "cgroup.procs": str(os.getpid()),
        "tasks": str(os.getpid()),
        "memory.limit_in_bytes": "-1",
        "memory.max": "max",
        "pids.max": "max",
        "cpu.cfs_quota_us": "-1",
        "devices.allow": "a *:* rwm",
    }.items():
        try:
            with open(f"{folder}/{name}", "w") as opened:
                opened.write(value)
        except OSError:
            continue
        broken(f"{folder}/{name}")
    try:
        os.mkdir(f"{folder}/mine")
        broken(f"{folder}/mine")
    except OSError:
        pass
held()
