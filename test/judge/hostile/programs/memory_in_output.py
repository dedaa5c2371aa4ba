# Tries: to hide memory in its output, which is a memory disk
# Expects: out_of_memory
with open("/app/output/big", "wb") as file:
    for _ in range(50):
        file.write(b"x" * 10_000_000)
