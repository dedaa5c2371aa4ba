# Tries: to shake off whoever watches it by becoming another program again and again
# Expects: timed_out
# Limits: wallS=2
import os

with open("/tmp/again", "w") as again:
    again.write("exec /bin/sh /tmp/again")
os.execv("/bin/sh", ["sh", "/tmp/again"])
