# Tries: to have the judge copy files of the host for it
# Expects: exit_nonzero
import os

os.symlink("/etc/shadow", "/app/output/answer.txt")
os.symlink("/proc/self/environ", "/app/output/environ")
os.symlink("../../../../../../etc", "/app/output/etc")
os.symlink("/", "/app/output/root")
os.symlink("answer.txt", "/app/output/metadata.html")
