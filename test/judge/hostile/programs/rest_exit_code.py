# Tries: exit codes that mean something to the judge: killed, not found, out of memory
# Expects: exit_nonzero
import os

os._exit(137)
