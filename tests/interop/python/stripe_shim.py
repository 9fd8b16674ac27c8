"""PyPI `stripe`, behind a shim."""

import stripe
from shim_loop import run


def verify(_scheme, secret, headers, body, _url, tolerance):
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return False  # Its documentation has `ValueError` caught as a body to refuse.
    try:
        signature = headers.get("stripe-signature")
        return bool(stripe.WebhookSignature.verify_header(text, signature, secret, tolerance or 300))
    except stripe.SignatureVerificationError:
        return False


run("stripe", stripe.VERSION, ["stripe"], verify)
