# Tries: to hide memory in files without a name
# Expects: out_of_memory
import os

files = [os.memfd_create(str(number)) for number in range(80)]
for file in files:
    os.write(file, b"x" * 10_000_000)
