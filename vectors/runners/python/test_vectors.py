"""Golden vectors under pytest: each case is a test. Run `pytest` here; adapt `verify` to your library."""
import base64
import json
import os
import pathlib

import pytest
from standard_webhooks import verify

FILE = pathlib.Path(__file__).parents[2] / "standard-webhooks.json"
VECTORS = json.loads(pathlib.Path(os.environ.get("HOOKPROOF_VECTORS", FILE)).read_text(encoding="utf-8"))
CASES = [case for case in VECTORS["cases"] if case["role"] == "verify"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_vector(case, request):
    if case["level"] != "must":
        request.applymarker(pytest.mark.xfail(strict=False, reason=case["level"]))
    delivery = case["request"]
    # Each character of a header value stands for one byte.
    headers = [(name.lower(), value.encode("latin-1")) for name, value in delivery["headers"]]
    body = base64.b64decode(delivery["body"])
    is_valid = verify(case["secrets"], headers, body, case["tolerance"], case["now"])
    assert ("accept" if is_valid else "reject") == case["expected"], case["title"]
