"""PyPI `slack_sdk`, behind a shim; its clock is told the time."""

from importlib.metadata import version

from shim_loop import run
from slack_sdk.signature import Clock, SignatureVerifier


class Told(Clock):
    def __init__(self, now):
        self.now = lambda: now


def verify(_scheme, secret, headers, body, _url, _tolerance, now):
    try:
        verifier = SignatureVerifier(secret, Told(now))
    except ValueError:
        return "config_error"
    return verifier.is_valid_request(body, headers)


run("slack_sdk", version("slack_sdk"), ["slack"], verify, clock="injected")
