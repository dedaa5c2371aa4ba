# Tries: to make its output unreadable for the judge
# Expects: accepted
import os

from attempt import held

held()
os.mkdir("/app/output/shut")
with open("/app/output/shut/file", "w") as file:
    file.write("x")
os.chmod("/app/output/shut/file", 0)
os.chmod("/app/output/shut", 0)
os.chmod("/app/output/answer.txt", 0)
os.chmod("/app/output", 0)
