# Tries: to take files from elsewhere into its output without copying them
# Expects: accepted
import os

from attempt import held, refused

for file in ("/etc/passwd", "/app/program/main.py", "/etc/hosts", "/proc/self/mem"):
    with refused(file):
        os.link(file, "/app/output/taken")
held()
