# Tries: keys that mean something to JavaScript
# Expects: no_scores
out = open("/app/output/scores.json", "w")
out.write('{"__proto__": {"score": 1}, "constructor": {"score": 1}}')
