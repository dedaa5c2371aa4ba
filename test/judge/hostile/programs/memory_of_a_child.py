# Tries: nothing: a child that dies for its memory is the program's own matter while it ends well itself
# Expects: accepted
# gVisor: accepted or out_of_memory
import os

from attempt import held

if os.fork() == 0:
    x = bytearray(800_000_000)
    x[::4096] = b"1" * len(x[::4096])
    os._exit(0)
os.wait()
held()
