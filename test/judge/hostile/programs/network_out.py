# Tries: to reach the world, the host and the cloud's metadata
# Expects: accepted
import socket

from attempt import broken, held, refused

for place in (("1.1.1.1", 53), ("169.254.169.254", 80), ("172.17.0.1", 22), ("10.0.0.1", 80), ("100.100.100.200", 80)):
    with refused(str(place)):
        socket.create_connection(place, timeout=1)
with refused("IPv6"):
    socket.create_connection(("2606:4700:4700::1111", 53), timeout=1)
with refused("names"):
    socket.getaddrinfo("example.org", 80)
with refused("UDP"):
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("1.1.1.1", 53))
if [name for _, name in socket.if_nameindex()] != ["lo"]:
    broken("an interface")
held()
