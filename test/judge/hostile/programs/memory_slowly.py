# Tries: to take memory in small pieces until none is left, and to catch the failure
# Expects: out_of_memory
kept = []
while True:
    try:
        kept.append(b"x" * 1_000_000 + str(len(kept)).encode())
    except MemoryError:
        pass
