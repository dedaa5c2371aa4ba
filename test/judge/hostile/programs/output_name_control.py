# Tries: file names with colours, line breaks, right-to-left marks and HTML
# Expects: accepted
from attempt import held

for name in ("\x1b[31mred\x1b[0m", "two\nlines", "\u202egnp.exe", "<script>alert(1)<", "'\"$(id)`id`", "-rf", " "):
    open("/app/output/" + name, "w").close()
held()
