"""A shim for three HMAC schemes, written from the shim protocol with the standard library only.

The first argument is a fault to show, or nothing: see FAULTS.
"""

import base64
import hashlib
import hmac
import json
import os
import select
import sys
import time

FAULTS = {
    "hang-on", "die-on", "noise-on", "noise-instead", "wrong-id", "twice", "flood", "backwards", "slow-start",
    "mute", "banner", "gigabyte", "child", "stubborn", "accept-all", "reject-all", "unsupported", "leak", "old",
    "integer-id", "last-breath", "slow", "reject-late",
}
FAULT = sys.argv[1] if len(sys.argv) > 1 else ""
assert FAULT == "" or FAULT in FAULTS, FAULT
ARGUMENT = sys.argv[2] if len(sys.argv) > 2 else ""
CLOCK = "system" if ARGUMENT == "system" else "injected"


def values(request, name):
    return [v.encode("latin-1") for n, v in request["headers"] if n.lower() == name.lower()]


def one(request, name):
    found = values(request, name)
    return found[0] if len(found) == 1 else None


def is_hex_mac(text, key, *parts):
    if text is None or len(text) != 64 or any(byte not in b"0123456789abcdefABCDEF" for byte in text):
        return False
    mac = hmac.new(key, b"".join(parts), hashlib.sha256).digest()
    return hmac.compare_digest(mac, bytes.fromhex(text.decode()))


def decimal(text):
    if not text or len(text) > 18 or any(byte not in b"0123456789" for byte in text):
        return None
    return int(text)


def github(request, body, key, now, tolerance):
    text = one(request, "X-Hub-Signature-256")
    return bool(text) and text.startswith(b"sha256=") and is_hex_mac(text[7:], key, body)


def determined(request, body, key, now, tolerance):
    text = one(request, "X-Determined-AI-Signature")
    timestamp = one(request, "X-Determined-AI-Signature-Timestamp")
    return decimal(timestamp) is not None and is_hex_mac(text, key, timestamp, b",", body)


def stripe(request, body, key, now, tolerance):
    fields = [item.partition(b"=") for item in (one(request, "Stripe-Signature") or b"").split(b",")]
    times = [value for name, _, value in fields if name == b"t"]
    if len(times) != 1 or decimal(times[0]) is None:
        return False
    if tolerance is not None and now - decimal(times[0]) > tolerance:
        return False
    return any(n == b"v1" and is_hex_mac(v, key, times[0], b".", body) for n, _, v in fields)


SCHEMES = {"determined": determined, "github": github, "stripe": stripe}


def verify(message):
    check = SCHEMES.get(message["scheme"])
    if check is None:
        return {"verdict": "unsupported"}
    if not all(message["secrets"]):
        return {"verdict": "config_error", "reason": "an empty secret"}
    now = int(time.time()) if CLOCK == "system" else message["now"]
    body = base64.b64decode(message["request"]["body"])
    for secret in message["secrets"]:
        if check(message["request"], body, secret.encode(), now, message["tolerance"]):
            return {"verdict": "accept"}
    return {"verdict": "reject", "reason": "no signature is right"}


def answer(message):
    if message["op"] == "hello":
        return {
            "protocol": 1,
            "implementation": {"name": "python-shim", "version": "1.0", "language": "python"},
            "schemes": sorted(SCHEMES), "roles": ["verify"], "clock": CLOCK,
        }
    if message["op"] == "verify":
        return verify(message)
    return {"verdict": "unsupported"}


def write(text):
    sys.stdout.write(text)
    sys.stdout.flush()


def line(message, result):
    return json.dumps({"id": message["id"], **result}) + "\n"


def marked(message):
    """Whether this is one of the deliveries on which the fault shows: ARGUMENT is in its title's stead, the body."""
    return message["op"] == "verify" and ARGUMENT.encode() in base64.b64decode(message["request"]["body"])


def faulty(message, n):
    """What is written instead of the answer; None for the answer itself."""
    result = answer(message)
    right = line(message, result)
    if FAULT == "banner" and n == 0:
        return "listening for requests\n" + right
    if FAULT == "mute" or message["op"] == "hello":
        return "" if FAULT == "mute" else right
    if message["op"] != "verify":
        return right
    if FAULT == "accept-all":
        return line(message, {"verdict": "accept"})
    if FAULT == "reject-all" or FAULT == "reject-late" and n > int(ARGUMENT):
        return line(message, {"verdict": "reject"})
    if FAULT == "unsupported":
        return line(message, {"verdict": "unsupported"})
    if FAULT == "leak":
        return line(message, {**result, "reason": "compared with " + message["secrets"][0]})
    if FAULT == "wrong-id":
        return line({"id": "x" + message["id"]}, result)
    if FAULT == "integer-id":
        return line({"id": int(message["id"])}, result)
    if FAULT == "twice":
        return right + right
    if FAULT == "slow":
        time.sleep(float(ARGUMENT))
    if not marked(message):
        return right
    if FAULT == "hang-on":
        time.sleep(60)
    if FAULT == "die-on":
        print("Segmentation fault, so to say", file=sys.stderr, flush=True)
        os._exit(70)
    if FAULT == "noise-on":
        return "verifying with care\n" + right
    if FAULT == "noise-instead":
        return "Traceback (most recent call last)\n"
    if FAULT == "flood":
        while True:
            write("all work and no play\n" * 1000)
    if FAULT == "gigabyte":
        for _ in range(1024):
            write("x" * 1024 * 1024)
        return "\n" + right
    return right


def backwards():
    """Answers whatever comes within a moment from the last to the first."""
    buffered, held = b"", []
    while True:
        if select.select([0], [], [], 0.02)[0]:
            chunk = os.read(0, 65536)
            if not chunk:
                return
            *lines, buffered = (buffered + chunk).split(b"\n")
            held.extend(line(message, answer(message)) for message in map(json.loads, lines))
        else:
            write("".join(reversed(held)))
            held = []


def main():
    if FAULT == "last-breath":
        print("ImportError: no module named webhooks", file=sys.stderr)
        sys.exit(1)
    if FAULT == "slow-start":
        time.sleep(float(ARGUMENT))
    if FAULT == "child" or FAULT == "stubborn":
        # A child of its own that outlives it, unless the whole group is ended.
        if os.fork() == 0:
            with open(ARGUMENT, "w") as file:
                file.write(str(os.getpid()))
            time.sleep(60)
            os._exit(0)
    if FAULT == "backwards":
        return backwards()
    for n, text in enumerate(sys.stdin.buffer):
        write(faulty(json.loads(text), n))
    if FAULT == "stubborn":
        time.sleep(60)


main()
