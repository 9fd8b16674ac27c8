"""A correct verifier of Standard Webhooks, to show how the vectors are run. Put yours in its place."""
import base64
import binascii
import hmac
import re


def verify(secrets, headers, body, tolerance, now):
    """Whether the delivery is valid; `headers` are pairs of lower-case name and bytes."""
    def one(name):
        values = [value for other, value in headers if other == name]
        return values[0] if len(values) == 1 else b""

    message_id, timestamp, signatures = one("webhook-id"), one("webhook-timestamp"), one("webhook-signature")
    if not message_id or not re.fullmatch(rb"0|[1-9][0-9]{0,17}", timestamp):
        return False
    if tolerance is not None and abs(now - int(timestamp)) > tolerance:
        return False
    found = False
    for secret in secrets:
        text = secret.removeprefix("whsec_")
        try:
            key = base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
        except binascii.Error:
            return False
        if not key:
            return False
        mac = hmac.digest(key, message_id + b"." + timestamp + b"." + body, "sha256")
        for signature in signatures.split(b" "):
            found |= hmac.compare_digest(signature, b"v1," + base64.b64encode(mac))
    return found
