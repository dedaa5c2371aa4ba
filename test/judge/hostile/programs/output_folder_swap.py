# Tries: to put a link in the place of its whole output folder
# Expects: accepted
import os

from attempt import held, refused

with refused("rename"):
    os.rename("/app/output", "/app/away")
with refused("rmdir"):
    os.rmdir("/app/output")
with refused("a link for the folder"):
    os.symlink("/etc", "/app/output")
held()
