# Tries: a file name that is a disk of Windows
# Expects: invalid_output
open("/app/output/C:answer.txt", "w").close()
