#!/usr/bin/env python3
"""A shim: adapts a verifier written in Python to Hookproof. One JSON object a line, in and out."""

import base64
import hashlib
import hmac
import json
import re
import sys


def verify(secret, headers, body):
    """The library under test: Determined AI's scheme, over the bytes as they came."""
    timestamp = headers.get("x-determined-ai-signature-timestamp", "")
    signature = headers.get("x-determined-ai-signature", "")
    if not secret or not re.fullmatch(r"[0-9]{1,12}", timestamp):
        return False
    expected = hmac.new(secret.encode(), timestamp.encode() + b"," + body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected.encode(), signature.encode("latin-1"))


def answer(message):
    if message["op"] == "hello":
        return {
            "protocol": 1,
            "implementation": {"name": "example", "version": "1.0", "language": "python"},
            "schemes": ["determined"],
            "roles": ["verify"],
            "clock": "injected",
        }
    if message["op"] != "verify" or message.get("scheme") != "determined" or len(message["secrets"]) != 1:
        return {"verdict": "unsupported"}
    request = message["request"]
    headers = {}
    for name, value in request["headers"]:
        headers.setdefault(name.lower(), value)
    try:
        accepted = verify(message["secrets"][0], headers, base64.b64decode(request["body"]))
    except Exception as error:  # Not the library's own refusal.
        return {"verdict": "error", "reason": repr(error)}
    return {"verdict": "accept" if accepted else "reject"}


for line in sys.stdin:
    message = json.loads(line)
    print(json.dumps({"id": message.get("id"), **answer(message)}), flush=True)
