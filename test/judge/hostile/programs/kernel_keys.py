# Tries: the kernel's keyring, which no container has of its own
# Expects: accepted
# gVisor: accepted or exit_nonzero
import ctypes

from attempt import held, refused, syscall

with refused("add_key"):
    syscall(248, ctypes.c_char_p(b"user"), ctypes.c_char_p(b"mine"), ctypes.c_char_p(b"x"), 1, -3)
with refused("request_key"):
    syscall(249, ctypes.c_char_p(b"user"), ctypes.c_char_p(b"mine"), 0, -3)
with refused("keyctl"):
    syscall(250, 0, -3, 0, 0, 0)
held()
