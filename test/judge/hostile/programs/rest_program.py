# Tries: to change its own program, and to be found changed by the next run
# Expects: accepted
import os

from attempt import broken, held

if os.path.exists("/app/program/was_here"):
    broken("an earlier run")
open("/app/program/was_here", "w").close()
with open("/app/program/main.py", "w") as file:
    file.write("raise SystemExit(1)")
held()
