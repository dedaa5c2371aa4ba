# Tries: a file name that is not UTF-8
# Expects: invalid_output
# gVisor: invalid_output or exit_nonzero
open(b"/app/output/\xff\xfe", "w").close()
