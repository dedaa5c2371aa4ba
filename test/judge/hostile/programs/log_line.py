# Tries: to break whoever reads lines with one of a hundred megabytes
# Expects: output_limit
# gVisor: output_limit or exit_nonzero
import sys

sys.stdout.write("x" * 100_000_000)
