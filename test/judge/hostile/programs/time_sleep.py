# Tries: to hold its place by doing nothing
# Expects: timed_out
# Limits: wallS=1
import time

while True:
    time.sleep(3600)
