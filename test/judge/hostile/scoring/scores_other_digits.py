# Tries: digits of another script
# Expects: bad_scores
out = open("/app/output/scores.json", "w")
out.write('{"score": "\uff11"}')
