"""A sender that delivers one signed event SENDER_N times over one connection."""

import hashlib
import hmac
import http.client
import os
import urllib.parse

secret = os.environ["HOOKPROOF_SECRET"].encode()
url = urllib.parse.urlsplit(os.environ["HOOKPROOF_URL"])
body = b'{"event":"ping","data":"' + b"x" * 1000 + b'"}'
signature = "sha256=" + hmac.new(secret, body, hashlib.sha256).hexdigest()
headers = {"Content-Type": "application/json", "X-Hub-Signature-256": signature}
path = (url.path or "/") + ("?" + url.query if url.query else "")

connection = http.client.HTTPConnection(url.hostname, url.port, timeout=10)
for _ in range(int(os.environ["SENDER_N"])):
    try:
        connection.request("POST", path, body, headers)
        connection.getresponse().read()
    except (http.client.HTTPException, OSError):
        connection.close()
connection.close()
