# Tries: to drown the judge in both streams at once, from many processes
# Expects: output_limit
# Limits: pids=32
import os

for _ in range(4):
    os.fork()
while True:
    os.write(1, b"o" * 65536)
    os.write(2, b"e" * 65536)
