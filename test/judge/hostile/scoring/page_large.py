# Tries: a page of detailed results that no browser opens
# Expects: accepted
open("/app/output/scores.json", "w").write('{"score": 1}')
open("/app/output/detailed_results.html", "w").write("x" * 21 * 1024 * 1024)
