"""A shim that accepts whatever it gets: what is measured is the way there and back."""

import json
import sys

HELLO = {
    "protocol": 1,
    "implementation": {"name": "echo", "version": "1.0", "language": "python"},
    "schemes": ["determined"],
    "roles": ["verify"],
    "clock": "injected",
}

for line in sys.stdin:
    message = json.loads(line)
    answer = HELLO if message["op"] == "hello" else {"verdict": "accept"}
    sys.stdout.write(json.dumps({"id": message["id"], **answer}) + "\n")
    sys.stdout.flush()
