# Tries: to answer with a socket
# Expects: exit_nonzero
import socket

socket.socket(socket.AF_UNIX).bind("/app/output/answer.txt")
