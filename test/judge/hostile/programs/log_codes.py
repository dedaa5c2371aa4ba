# Tries: to repaint the terminal and the page of who reads its log
# Expects: accepted
import os

from attempt import held

os.write(1, b"\x1b[2J\x1b[31mred\x1b]0;title\x07\x00\x00\x9b31m\x08\x08\r\x7f")
os.write(1, "\u202eright to left\u2066\u200f<script>alert(1)</script>\u2028\ufeff\n".encode())
os.write(1, b"\xff\xfe\xc3\x28\xed\xa0\x80\xf0\x9f\x98 half of a character \xf0\x9f")
os.write(2, b"\xc0\xaf\xf8\x88\x80\x80\x80 \x1b[6n\x1bP+q544e\x1b\\")
held()
