# Tries: to use up terminals, watches and queues that all containers share
# Expects: accepted
import ctypes
import os

from attempt import held, libc

opened = []
for make in (os.openpty, lambda: libc.inotify_init1(0), lambda: os.eventfd(0)):
    try:
        for _ in range(800):
            opened.append(make())
    except OSError:
        pass
watch = libc.inotify_init1(0)
for number in range(3000):
    libc.inotify_add_watch(watch, ctypes.c_char_p(b"/tmp"), 0xFFF)
held()
