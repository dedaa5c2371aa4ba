# Tries: raw packets, and kinds of sockets that have had holes
# Expects: accepted
import socket

from attempt import held, refused

for family, kind, protocol in (
    (socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP),
    (socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_RAW),
    (socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_ICMPV6),
    (socket.AF_PACKET, socket.SOCK_RAW, 0),
    (socket.AF_PACKET, socket.SOCK_DGRAM, 0),
    (38, socket.SOCK_SEQPACKET, 0),  # the kernel's ciphers
    (40, socket.SOCK_STREAM, 0),  # the hypervisor
    (29, socket.SOCK_RAW, 1),  # CAN
    (31, socket.SOCK_RAW, 1),  # Bluetooth
    (30, socket.SOCK_SEQPACKET, 0),  # TIPC
    (21, socket.SOCK_SEQPACKET, 0),  # RDS
    (44, socket.SOCK_RAW, 0),  # XDP
    (45, socket.SOCK_STREAM, 0),
    (24, socket.SOCK_STREAM, 0),  # PPPoX
    (43, socket.SOCK_STREAM, 0),  # SMC
):
    with refused(f"family {family}"):
        socket.socket(family, kind, protocol)
held()
