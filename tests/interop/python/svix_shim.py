"""PyPI `svix`, behind a shim."""

from importlib.metadata import version

from shim_loop import run
from svix.webhooks import Webhook, WebhookVerificationError


def verify(_scheme, secret, headers, body, _url, _tolerance):
    try:
        webhook = Webhook(secret)
    except Exception:
        return "config_error"
    try:
        webhook.verify(body, headers)
        return True
    except WebhookVerificationError:
        return False


run("svix", version("svix"), ["svix", "standard-webhooks"], verify)
