# Tries: to leave a core dump of its memory on the disk
# Expects: accepted
import os
import resource
import signal

from attempt import held

held()
try:
    resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
except (OSError, ValueError):
    pass
os.chdir("/app/output")
os.kill(os.getpid(), signal.SIGSEGV)
os.abort()
