# Tries: scores, and then its own death
# Expects: exit_nonzero
import ctypes

open("/app/output/scores.json", "w").write('{"score": 1}')
ctypes.string_at(0)
