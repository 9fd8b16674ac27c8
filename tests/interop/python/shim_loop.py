"""The loop that every Python shim here shares: one JSON object a line, in and out."""

import base64
import json
import sys


def run(name, version, schemes, verify, clock="system"):
    """`verify` answers True, False, or the word of a verdict. With an injected clock it is told the time as well."""
    for line in sys.stdin:
        message = json.loads(line)
        answer = {"id": message.get("id")}
        if message.get("op") == "hello":
            answer.update(
                protocol=1,
                implementation={"name": name, "version": version, "language": "python"},
                schemes=schemes,
                roles=["verify"],
                clock=clock,
            )
        elif message.get("op") != "verify" or message.get("scheme") not in schemes or len(message["secrets"]) != 1:
            answer["verdict"] = "unsupported"
        else:
            request = message["request"]
            headers = {}
            for header, value in request["headers"]:
                headers.setdefault(header.lower(), value)
            try:
                verdict = verify(
                    message["scheme"],
                    message["secrets"][0],
                    headers,
                    base64.b64decode(request["body"]),
                    request["url"],
                    message.get("tolerance"),
                    *([message["now"]] if clock == "injected" else []),
                )
                answer["verdict"] = verdict if isinstance(verdict, str) else ("accept" if verdict else "reject")
            except Exception as error:  # Not the library's own refusal.
                answer.update(verdict="error", reason=f"{type(error).__name__}: {error}"[:200])
        print(json.dumps(answer), flush=True)
