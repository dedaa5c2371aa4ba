# Tries: nothing bad: a key twice counts as its last, as Python reads it
# Expects: accepted
out = open("/app/output/scores.json", "w")
out.write('{"score": 0.1, "score": 0.9}')
