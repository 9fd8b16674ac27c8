#!/usr/bin/env python3
"""A sender of GitHub webhooks, to try `hookproof test sender` on: one event to $HOOKPROOF_URL, three attempts."""
import hashlib, hmac, json, os, time, urllib.error, urllib.request, uuid

body = json.dumps({"zen": "Keep it logically awesome.", "hook_id": 42}).encode()
digest = hmac.new(os.environ["HOOKPROOF_SECRET"].encode(), body, hashlib.sha256).hexdigest()
headers = {
    "Content-Type": "application/json",
    "X-GitHub-Event": "ping",
    "X-GitHub-Delivery": str(uuid.uuid4()),
    "X-Hub-Signature-256": "sha256=" + digest,
}
for attempt in range(3):
    request = urllib.request.Request(os.environ["HOOKPROOF_URL"], body, headers)
    try:
        urllib.request.urlopen(request, timeout=2)
        break
    except urllib.error.HTTPError as answer:
        if answer.code < 500 and answer.code != 429:
            break
    except OSError:
        pass
    time.sleep(0.1)
