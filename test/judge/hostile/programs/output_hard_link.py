# Tries: to answer with a second name of a file
# Expects: exit_nonzero
import os

with open("/app/output/first", "w") as file:
    file.write("a b c")
os.link("/app/output/first", "/app/output/answer.txt")
