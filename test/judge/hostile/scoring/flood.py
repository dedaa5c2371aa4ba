# Tries: scores, and then a flood of files
# Expects: output_limit
# Limits: outputFiles=500
open("/app/output/scores.json", "w").write('{"score": 1}')
for number in range(10**6):
    open(f"/app/output/{number}", "w").close()
