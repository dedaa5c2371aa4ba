# Tries: to use up all inodes with folders, beside its output
# Expects: output_limit
# Limits: outputFiles=500
import os

for number in range(10**6):
    os.mkdir(f"/app/program/{number}")
