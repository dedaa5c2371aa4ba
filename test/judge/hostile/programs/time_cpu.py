# Tries: to use more processor time than it has, in processes at once
# Expects: timed_out
# Limits: wallS=20 cpuS=1 cpus=2
import os

for _ in range(3):
    os.fork()
while True:
    pass
