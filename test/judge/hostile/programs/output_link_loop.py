# Tries: to send whoever walks through its output in circles
# Expects: accepted
import os

from attempt import held

os.symlink(".", "/app/output/loop")
os.symlink("a", "/app/output/b")
os.symlink("b", "/app/output/a")
held()
