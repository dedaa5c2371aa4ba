# Tries: to fill the disk with one file
# Expects: output_limit
# Limits: outputBytes=8388608
with open("/app/output/big", "wb") as file:
    while True:
        file.write(b"x" * 65536)
        file.flush()
