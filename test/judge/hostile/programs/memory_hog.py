# Tries: to take more memory than it may
# Expects: out_of_memory
x = bytearray(800_000_000)
x[::4096] = b"1" * len(x[::4096])
