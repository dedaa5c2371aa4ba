# Tries: to have the judge write its own file somewhere else, through a link
# Expects: accepted
import os

from attempt import held

os.symlink("/app/output/answer.txt", "/app/output/metadata")
held()
