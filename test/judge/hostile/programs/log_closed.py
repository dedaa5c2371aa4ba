# Tries: to be lost from sight by closing what it would be heard through
# Expects: accepted
import os

from attempt import held

for descriptor in (0, 1, 2):
    os.close(descriptor)
held()
