# Tries: nothing bad: a thousand digits after the point
# Expects: accepted
out = open("/app/output/scores.json", "w")
out.write('{"score": 0.' + "3" * 1000 + "}")
