# Tries: to run for ever
# Expects: timed_out
# Limits: wallS=1
while True:
    pass
