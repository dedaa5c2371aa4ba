# Tries: to drown the judge in log
# Expects: output_limit
import sys

while True:
    sys.stdout.write("flood\n" * 10_000)
