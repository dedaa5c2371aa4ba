# Tries: to find secrets of the judge in its environment, its files, its processes
# Expects: accepted
import glob
import os

from attempt import broken, held

for file in glob.glob("/proc/[0-9]*/environ") + glob.glob("/proc/[0-9]*/cmdline"):
    try:
        with open(file, "rb") as opened:
            said = opened.read()
    except OSError:
        continue
    for secret in (b"TOKEN", b"SECRET", b"PASSWORD", b"DATABASE", b"PODIUM_URL", b"DOCKER"):
        if secret in said.upper():
            broken(f"{file}: {secret}")
processes = [name for name in os.listdir("/proc") if name.isdigit()]
if len(processes) > 3:
    broken(f"other processes: {processes}")
for name in ("DATABASE_URL", "PODIUM_JUDGE_TOKEN", "PODIUM_SECRET", "DOCKER_HOST"):
    if name in os.environ:
        broken(name)
for file in ("/var/run/docker.sock", "/run/docker.sock", "/root/.ssh", "/run/secrets", "/var/lib/docker"):
    if os.path.exists(file):
        broken(file)
held()
