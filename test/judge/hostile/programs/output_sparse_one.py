# Tries: one file of a terabyte that takes no room
# Expects: accepted
import os

from attempt import held, refused

with refused("a terabyte"):
    file = os.open("/app/output/huge", os.O_CREAT | os.O_WRONLY)
    os.truncate(file, 2**40)
held()
