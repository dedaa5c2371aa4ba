# Tries: to swap its answer for a link while the judge collects it
# Expects: exit_nonzero or accepted
import os

from attempt import held

held()
if os.fork() == 0:
    os.setsid()
    while True:
        try:
            os.symlink("/app/input/ref/truth.txt", "/app/output/link")
            os.replace("/app/output/link", "/app/output/answer.txt")
            with open("/app/output/part", "w") as part:
                part.write("a b c")
            os.replace("/app/output/part", "/app/output/answer.txt")
        except OSError:
            pass
