# Tries: sockets without a file, which containers that share a network can meet at
# Expects: accepted
import socket

from attempt import broken, held

own = socket.socket(socket.AF_UNIX)
own.bind("\0podium-hostile")
own.listen()
try:
    with open("/proc/net/unix") as file:
        others = [line for line in file if "@" in line and "podium-hostile" not in line]
except OSError:
    others = []
if others:
    broken(str(others))
for name in ("\0/containerd-shim/x.sock", "\0/tmp/.X11-unix/X0", "\0dbus", "/var/run/docker.sock", "/run/containerd/containerd.sock"):
    try:
        socket.socket(socket.AF_UNIX).connect(name)
        broken(name)
    except OSError:
        pass
held()
