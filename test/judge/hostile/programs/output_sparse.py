# Tries: to hand over terabytes that take no room: files with holes
# Expects: output_limit
# Limits: outputBytes=8388608
import os

for number in range(20):
    file = os.open(f"/app/output/{number}", os.O_CREAT | os.O_WRONLY)
    os.truncate(file, 8_000_000)
