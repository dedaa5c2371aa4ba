# Tries: to make a tree so deep that no path reaches its end
# Expects: invalid_output
# Limits: outputFiles=6000
import os

os.chdir("/app/output")
for _ in range(5000):
    os.mkdir("d")
    os.chdir("d")
open("end", "w").close()
