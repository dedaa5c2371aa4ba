# Tries: a file name that climbs out of its folder on Windows
# Expects: invalid_output
open("/app/output/..\\..\\up", "w").close()
