"""PyPI `standardwebhooks`, behind a shim; its clock is told the time."""

from importlib.metadata import version

import standardwebhooks.webhooks
from shim_loop import run
from standardwebhooks import Webhook, WebhookVerificationError
from told_time import Told

standardwebhooks.webhooks.datetime = Told


def verify(_scheme, secret, headers, body, _url, _tolerance, now):
    Told.moment = now
    try:
        webhook = Webhook(secret)
    except Exception:
        return "config_error"
    try:
        webhook.verify(body, headers)
        return True
    except WebhookVerificationError:
        return False


run("standardwebhooks", version("standardwebhooks"), ["standard-webhooks"], verify, clock="injected")
