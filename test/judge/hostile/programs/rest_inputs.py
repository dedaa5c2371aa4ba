# Tries: to change the data that later runs get
# Expects: accepted
import os

from attempt import broken, held

with open("/app/input_data/words.txt") as file:
    if file.read() != "a b c":
        broken("an earlier run changed the data")
for name in os.listdir("/app/input_data"):
    path = "/app/input_data/" + name
    try:
        os.chmod(path, 0o777)
        with open(path, "w") as file:
            file.write("changed")
        os.remove(path)
    except OSError:
        pass
held()
