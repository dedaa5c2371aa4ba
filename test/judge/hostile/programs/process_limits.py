# Tries: to raise its own limits
# Expects: accepted
import resource

from attempt import held, refused

for name in ("RLIMIT_NOFILE", "RLIMIT_FSIZE", "RLIMIT_CORE"):
    with refused(name):
        resource.setrlimit(getattr(resource, name), (2**40, 2**40))
held()
