# Tries: to hide memory in files of /tmp
# Expects: out_of_memory
for number in range(100):
    with open(f"/tmp/{number}", "wb") as file:
        file.write(b"x" * 10_000_000)
