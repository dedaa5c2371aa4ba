# Tries: scores that are a socket
# Expects: no_scores
import socket

socket.socket(socket.AF_UNIX).bind("/app/output/scores.json")
