# Tries: to use up all inodes with empty files
# Expects: output_limit
# Limits: outputFiles=500
for number in range(10**6):
    open(f"/app/output/{number}", "w").close()
