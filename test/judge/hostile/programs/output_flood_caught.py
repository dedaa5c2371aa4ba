# Tries: to fill the disk and to go on as if nothing were wrong
# Expects: output_limit
# Limits: outputBytes=8388608
from attempt import held

held()
for number in range(200):
    try:
        with open(f"/app/output/{number}", "wb") as file:
            file.write(b"x" * 1_000_000)
    except OSError:
        pass
