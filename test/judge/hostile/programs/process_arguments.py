# Tries: to start programs with arguments and an environment of many megabytes
# Expects: accepted
import os

from attempt import held

for many in (["x" * 1_000_000] * 50, ["x" * 100_000] * 15):
    if os.fork() == 0:
        try:
            os.execve("/bin/true", many, {str(i): value for i, value in enumerate(many)})
        except OSError:
            os._exit(0)
    os.wait()
held()
