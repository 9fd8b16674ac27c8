"""Launches a webhook trigger of a workflow platform in each of the documented ways, with the standard library only.

The first argument says how: static, hmac, hmac-timestamp, jwt, or y42 for a prefixed HMAC of the body.
"""

import base64
import hashlib
import hmac
import json
import os
import sys
import time
import urllib.parse
import urllib.request


def mac(key, message):
    return hmac.new(key, message, hashlib.sha256)


def segment(value):
    return base64.urlsafe_b64encode(json.dumps(value, separators=(",", ":")).encode()).rstrip(b"=")


def token(key, claims, header):
    """A token with the header's members beside `alg` and `typ`: `exp` among them is no claim."""
    signed = segment({"alg": "HS256", "typ": "JWT", **header}) + b"." + segment(claims)
    return (signed + b"." + base64.urlsafe_b64encode(mac(key, signed).digest()).rstrip(b"=")).decode()


def main():
    how, key, now = sys.argv[1], os.environ["HOOKPROOF_SECRET"].encode(), int(time.time())
    body = urllib.parse.urlencode({"hello": "shark", "prompt": "draw me a reef"}).encode()
    headers = {}
    if how == "static":
        headers["Authorization"] = key.decode()
    elif how == "hmac":
        headers["Authorization"] = mac(key, body).hexdigest()
    elif how == "hmac-timestamp":
        signed = b"prefix." + body + b"." + str(now).encode()
        headers["Authorization"] = mac(key, signed).hexdigest()
        headers["Request-Timestamp"] = str(now)
    elif how == "jwt":
        headers["Authorization"] = token(key, {"ts": now}, {"exp": now + 60})
    elif how == "y42":
        body = json.dumps({"job": "orders", "status": "done"}).encode()
        headers["x-y42-signature"] = "sha256=" + mac(key, body).hexdigest()
        headers["Content-Type"] = "application/json"
    else:
        sys.exit("no such way: " + how)
    request = urllib.request.Request(os.environ["HOOKPROOF_URL"], data=body, headers=headers)
    urllib.request.urlopen(request, timeout=5).read()


main()
