"""PyPI `stripe`, behind a shim."""

import stripe
from shim_loop import run


def verify(_scheme, secret, headers, body, _url, tolerance):
    try:
        return bool(
            stripe.WebhookSignature.verify_header(
                body.decode("utf-8"), headers.get("stripe-signature", ""), secret, tolerance or 300
            )
        )
    except stripe.SignatureVerificationError:
        return False


run("stripe", stripe.VERSION, ["stripe"], verify)
