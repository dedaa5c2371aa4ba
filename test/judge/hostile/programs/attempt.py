"""What the programs here say: that the sandbox held, or what got through. Lies beside each as a module."""
import contextlib
import ctypes
import os
import sys

libc = ctypes.CDLL(None, use_errno=True)


def held():
    """The right answer: whoever finds it accepted with full score knows that every attempt failed."""
    with open("/app/output/answer.txt", "w") as answer:
        answer.write("a b c")


def broken(what):
    """Ends without an answer, which no scoring program takes."""
    print("GOT THROUGH:", what, file=sys.stderr, flush=True)
    with contextlib.suppress(OSError):
        os.remove("/app/output/answer.txt")
    os._exit(9)


@contextlib.contextmanager
def refused(what):
    """What is inside must fail."""
    try:
        yield
    except (OSError, ValueError, RuntimeError, MemoryError):
        return
    broken(what)


def syscall(number, *arguments):
    """A call that Python has no name for; raises OSError as all others do."""
    ctypes.set_errno(0)
    answer = libc.syscall(ctypes.c_long(number), *arguments)
    if answer == -1:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))
    return answer
