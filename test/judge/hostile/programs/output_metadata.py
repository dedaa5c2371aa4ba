# Tries: to put a folder where the judge puts its own file
# Expects: invalid_output
import os

os.mkdir("/app/output/metadata")
