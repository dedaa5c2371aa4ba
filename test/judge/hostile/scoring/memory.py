# Tries: scores, and then too much memory
# Expects: out_of_memory
open("/app/output/scores.json", "w").write('{"score": 1}')
x = bytearray(800_000_000)
x[::4096] = b"1" * len(x[::4096])
