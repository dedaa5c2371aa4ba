# Tries: to keep the truth for the submissions that come after
# Expects: accepted
import os

for place in ("/app/data/truth", "/app/input/ref/seen", "/app/shared/truth", "/app/program/truth", "/tmp/truth", "/dev/shm/truth"):
    try:
        if os.path.exists(place):
            raise SystemExit("an earlier run was here")
        open(place, "w").write("a b c")
    except OSError:
        pass
open("/app/output/scores.json", "w").write('{"score": 1}')
