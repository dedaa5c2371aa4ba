# Tries: a page of detailed results with scripts, frames and forms
# Expects: accepted
open("/app/output/scores.json", "w").write('{"score": 1}')
open("/app/output/detailed_results.html", "w").write(
    "<script>top.location = 'https://example.org'</script><form action=/sign-out method=post><svg onload=alert(1)>"
    "<iframe src=/people/me></iframe><meta http-equiv=refresh content='0;url=//example.org'>"
)
