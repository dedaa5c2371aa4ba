# Tries: userfaultfd, which turns races of the kernel into holes
# Expects: accepted
from attempt import held, refused, syscall

for flags in (0, 1, 0o2000000 | 1):
    with refused("userfaultfd"):
        syscall(323, flags)
with refused("/dev/userfaultfd"):
    open("/dev/userfaultfd")
held()
