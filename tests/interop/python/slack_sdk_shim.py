"""PyPI `slack_sdk`, behind a shim; its clock is told the time."""

from importlib.metadata import version

from shim_loop import run
from slack_sdk.signature import SignatureVerifier


def verify(_scheme, secret, headers, body, _url, _tolerance):
    return SignatureVerifier(secret).is_valid_request(body, headers)


run("slack_sdk", version("slack_sdk"), ["slack"], verify)
