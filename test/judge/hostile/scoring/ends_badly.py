# Tries: scores, and then an exit code that says no
# Expects: exit_nonzero
open("/app/output/scores.json", "w").write('{"score": 1}')
raise SystemExit(3)
