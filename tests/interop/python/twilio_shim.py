"""PyPI `twilio`, behind a shim. Where the URL has a digest it takes the text, else the form that a framework parsed."""

from importlib.metadata import version
from urllib.parse import parse_qs

from shim_loop import run
from twilio.request_validator import RequestValidator


class Form(dict):
    getlist = dict.get


def verify(_scheme, secret, headers, body, url, _tolerance):
    text = body.decode("utf-8", errors="replace")
    parameters = text if "bodySHA256=" in url else Form(parse_qs(text, keep_blank_values=True))
    return RequestValidator(secret).validate(url, parameters, headers.get("x-twilio-signature", ""))


run("twilio", version("twilio"), ["twilio", "twilio-json"], verify)
