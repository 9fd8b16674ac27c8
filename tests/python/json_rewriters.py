"""Re-writes JSON bodies as Python code that signs a parsed body does, for the test of the models in `src/reserialize`.

Each line of standard input is one body in base64. Each line of output has, for every rewriter in the order of
`REWRITERS`, `=` and the re-written body in base64, or `!` where Python raised.
"""

import base64
import json
import sys

REWRITERS = [
    json.dumps,
    lambda value: json.dumps(value, separators=(",", ":")),
    lambda value: json.dumps(value, indent=2),
    lambda value: json.dumps(value, sort_keys=True),
    lambda value: json.dumps(value, ensure_ascii=False),
    str,
]


def rewritten(write, body):
    try:
        return "=" + base64.b64encode(write(json.loads(body.decode())).encode()).decode()
    except (ValueError, RecursionError):
        return "!"


for line in sys.stdin:
    body = base64.b64decode(line)
    print(*(rewritten(write, body) for write in REWRITERS))
