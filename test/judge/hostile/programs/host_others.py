# Tries: to find the folders of other runs, and the answers of its own
# Expects: accepted
import os

from attempt import broken, held

with open("/proc/self/mountinfo") as file:
    mounts = file.read()
for folder in ("/", "/app", "/tmp", "/dev/shm", "/var/tmp", "/run", "/home", "/mnt", "/srv", "/app/data"):
    for name in os.listdir(folder) if os.path.isdir(folder) else []:
        if "podium" in name or "attempt" in name or name in ("ref", "truth.txt"):
            broken(folder + "/" + name)
for place in ("/app/input/ref", "/app/input/../input/ref", "/app/output/../input/ref/truth.txt", "/app/program/../ref"):
    if os.path.exists(place):
        broken(place)
for folder in ("/app/output/..", "/app/program/.."):
    if "scoring" in os.listdir(folder) or "reference" in os.listdir(folder):
        broken("the run's own folders")
if "/blobs" in mounts or "reference" in mounts:
    broken(mounts)
held()
