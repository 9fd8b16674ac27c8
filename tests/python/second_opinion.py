"""A second opinion on the golden vectors, from the JSON files alone and with Python's standard library.

    python3 second_opinion.py vectors [FILE…]

It shares no code with the crate. It rechecks the verdict of every case whose scheme signs with HMAC, a digest, a
static token, HTTP Basic or a JWT under a shared secret, and every `trace`. What it cannot judge is counted with the
reason. Exits with 1 where it disagrees, and lists where.
"""

import base64
import collections
import hmac
import json
import pathlib
import sys

from base_strings import Parts, expand, holds, parameters
from filters import filtered
from scheme_reader import (
    Missing, Refused, Request, Unreadable, Unsupported, decode, digest, encode, keyed, locate, milliseconds,
    split_quoted,
)

OTHER_FILES = ("flags.json", "schema.json", "tombstones.json")


# Secrets and signatures.

def key_of(scheme, secret):
    """The key's bytes: the prefix is cut once where it is there, then the text is decoded."""
    spec = scheme["secret"]
    text, prefix = secret.encode(), spec.get("prefix", "").encode()
    encoding = spec.get("encoding", "text")
    if text.startswith(prefix):
        text = text[len(prefix):]
    else:
        encoding = spec.get("unprefixed", encoding)
    if encoding.startswith("base64"):
        # Secrets are copied with and without their padding.
        missing = b"=" * (-len(text.rstrip(b"=")) % 4)
        if text.count(b"=") > len(missing):
            raise Refused("surplus padding")
        key = decode(encoding, text.rstrip(b"=") + missing)
    else:
        key = decode("hex-any" if encoding == "hex" else "text", text)
    if not key:
        raise Refused("an empty key")
    for name in filter(None, spec.get("derive", "").split("|")):
        key = filtered(key, name, b"")
    return key


def candidates(text, scheme):
    """The signatures in a signature's text, without prefix, key or version."""
    spec = scheme["signature"]
    style, prefix = spec.get("format", "bare"), spec.get("prefix", "").encode()
    separator = spec.get("separator", " " if style == "tagged" else ",").encode()
    if style == "bare":
        return [text[len(prefix):]] if text.startswith(prefix) else []
    if style == "list":
        return [item[len(prefix):] for item in text.split(separator) if item.startswith(prefix) and item != prefix]
    if style == "positional":
        return text.split(separator)[spec.get("position", 0):]
    if style == "parameters":
        return parameters(text, spec, spec["field"])
    if style == "tagged":
        tag = expand(spec["tag"], Parts(scheme, None)) + spec.get("tag_separator", ",").encode()
        return [item[len(tag):] for item in text.split(separator) if item.startswith(tag)]
    if style == "dictionary":
        items = [item.strip().partition(b"=") for item in split_quoted(text, b",")]
        label = spec["field"].encode()
        return [value[1:-1] for key, _, value in items if key == label and len(value) > 1 and value[0] == value[-1] == 58]
    items = [item.strip().partition(spec.get("key_separator", "=").encode()) for item in text.split(separator)]
    return [value for key, cut, value in items if cut and key == spec["field"].encode()]


def signature_texts(scheme, request):
    """The texts that count: the first place that is there, or every one."""
    spec = scheme["signature"]
    places = spec["in"] if isinstance(spec["in"], list) else [spec["in"]]
    texts = []
    for place in places:
        if place.endswith("{n}"):
            numbers = range(1, 101)
            found = [request.header(place[len("header:"):-3] + str(number))[:1] for number in numbers]
            count = next((index for index, values in enumerate(found) if not values), len(found))
            texts += [values[0] for values in found[:count]]
            continue
        try:
            texts.append(locate(place, request, Parts(scheme, request).field))
        except Missing:
            continue
        except Unreadable:
            if spec.get("several") == "any":
                continue
            raise
        if spec.get("several") != "any":
            break
    return texts


def beside(scheme, table, request, text):
    """The timestamp's or the message id's text; None where there is none, or it is inside a token."""
    spec = scheme.get(table)
    if spec is None or spec["in"].split(":")[0] in ("claim", "jose"):
        return None
    parts = Parts(scheme, request, text)
    for place in [spec["in"], *spec.get("or_in", [])]:
        try:
            value = parts.locate(place)
        except Missing:
            continue
        if not value:
            raise Refused("empty " + table)
        return value
    raise Missing(table)


def check_age(spec, text, now):
    age = now * 1000 - milliseconds(text, spec["unit"])
    if "past" in spec and age > spec["past"] * 1000 or "future" in spec and -age > spec["future"] * 1000:
        raise Refused("outside the window")


def plan_of(scheme, parts):
    """Method, encoding and templates that apply to this delivery."""
    main = scheme["signature"]
    for variant in scheme.get("variant", []):
        if holds(variant["when"], parts):
            break
    else:
        variant = main
        if "when" in main and not holds(main["when"], parts):
            raise Refused("no variant applies")
    own = "base_string" in variant or variant.get("alternatives")
    base = variant.get("base_string", main.get("base_string"))
    others = variant.get("alternatives", []) if own else main.get("alternatives", [])
    pick = lambda name, otherwise: variant.get(name, main.get(name, otherwise))
    return pick("method", None), pick("encoding", "text"), ([base] if base is not None else []) + others


# Verdicts.

def verify(scheme, case, request):
    """Raises Refused unless the delivery is valid."""
    if not case["secrets"]:
        raise Refused("no secret")
    if "canonicalization" in scheme["signature"]:
        raise Unsupported("canonicalization " + scheme["signature"]["canonicalization"])
    check_method(scheme)
    keys = [key_of(scheme, secret) for secret in case["secrets"]]
    failure = Refused("no signature")
    for text in signature_texts(scheme, request):
        try:
            if not text:
                raise Refused("empty signature")
            return verify_text(scheme, case, request, text, keys)
        except Refused as error:
            failure = error
    raise failure


def check_method(scheme):
    for spec in [scheme["signature"], *scheme.get("variant", [])]:
        method = spec.get("method", "static")
        if method.split("-")[0] in ("ed25519", "ecdsa", "rsa"):
            raise Unsupported("public key: " + method)
    algorithms = scheme.get("jwt", {}).get("algorithms", [])
    if algorithms and not algorithms[0].startswith("HS"):
        raise Unsupported("public key: jwt " + algorithms[0])


def verify_text(scheme, case, request, text, keys):
    parts = Parts(scheme, request, text)
    method, encoding, templates = plan_of(scheme, parts)
    parts.timestamp = beside(scheme, "timestamp", request, text)
    parts.id = beside(scheme, "message_id", request, text)
    if parts.timestamp is not None:
        check_age(scheme["timestamp"], parts.timestamp, case["now"])
    for require in scheme.get("require", []):
        if "when" not in require or holds(require["when"], parts):
            if parts.locate(require["in"]) != expand(require["equals"], parts):
                raise Refused("a required value differs")
    for candidate in candidates(text, scheme):
        for key in keys:
            parts.key = key
            if is_right(scheme, case, method, encoding, templates, candidate, parts):
                return
    raise Refused("no signature is right")


def is_right(scheme, case, method, encoding, templates, candidate, parts):
    if method == "jwt":
        return token_is_right(scheme, case, candidate, parts)
    try:
        given = decode(encoding, candidate)
    except Refused:
        return False
    if not given:
        return False
    if not templates:
        return hmac.compare_digest(given, parts.key)
    found = made(method, expand(templates[0], parts), parts.key) == given
    for template in templates[1:]:
        try:
            found = found or made(method, expand(template, parts), parts.key) == given
        except Refused:
            continue
    return found


def made(method, base_string, key):
    kind, _, name = method.partition("-")
    if kind == "hmac":
        return keyed(name, key, base_string)
    return digest(name, base_string) if kind == "digest" else base_string


# JSON Web Tokens under a shared secret.

def json_object(segment):
    try:
        found = json.loads(decode("base64url-unpadded", segment).decode(), parse_constant=lambda name: 1 / 0)
    except (ValueError, ZeroDivisionError, RecursionError):
        raise Refused("no JSON")
    if not isinstance(found, dict):
        raise Refused("no object")
    return found


def token_is_right(scheme, case, token, parts):
    spec, segments = scheme["jwt"], token.split(b".")
    detached = spec.get("detached", "no")
    if len(segments) != 3:
        return False
    header = json_object(segments[0])
    if header.get("alg") not in spec["algorithms"]:
        return False
    unencoded = "crit" in header and header.get("b64") is False
    if unencoded != (detached == "unencoded") or "crit" in header and header["crit"] != ["b64"]:
        return False
    if detached == "no":
        messages = [segments[0] + b"." + segments[1]]
    else:
        if segments[1]:
            return False
        signature = scheme["signature"]
        contents = [expand(text, parts) for text in [signature["base_string"], *signature.get("alternatives", [])]]
        written = [text if unencoded else encode("base64url-unpadded", text) for text in contents]
        messages = [segments[0] + b"." + text for text in written]
    given = decode("base64url-unpadded", segments[2])
    if all(keyed("sha" + header["alg"][2:], parts.key, message) != given for message in messages):
        return False
    claims = json_object(segments[1]) if detached == "no" else {}
    check_claims(claims, spec, case["now"], parts)
    where, _, name = scheme.get("timestamp", {}).get("in", "").partition(":")
    if where in ("claim", "jose"):
        value = (claims if where == "claim" else header).get(name)
        if isinstance(value, bool) or not isinstance(value, (str, int, float)):
            raise Refused("no timestamp")
        check_age(scheme["timestamp"], str(value).encode(), case["now"])
    return True


def check_claims(claims, spec, now, parts):
    if any(name not in claims for name in spec.get("require", [])):
        raise Refused("a claim is missing")
    for name in {"exp", "nbf"} & claims.keys():
        if isinstance(claims[name], bool) or not isinstance(claims[name], (int, float)):
            raise Refused("no time")
    leeway = spec.get("leeway", 0)
    if "exp" in claims and int(claims["exp"]) + leeway <= now or "nbf" in claims and int(claims["nbf"]) - leeway > now:
        raise Refused("expired, or not yet valid")
    for name, template in spec.get("claims", {}).items():
        wanted = expand(template, parts)
        if claims.get(name) != (wanted.decode("utf-8", "replace") if wanted else None) or not wanted and name in claims:
            raise Refused("a claim differs")


# Traces.

HASHED = ("hmac", "digest", "ecdsa", "rsa")


def trace(scheme, case, request):
    """Base string and digest of the delivery under the first secret; None where a value is missing."""
    if "canonicalization" in scheme["signature"]:
        raise Unsupported("canonicalization " + scheme["signature"]["canonicalization"])
    is_secret = not scheme.get("jwt", {}).get("algorithms", ["HS"])[0].startswith(("R", "P", "E"))
    try:
        is_shared = scheme["signature"]["method"].split("-")[0] not in ("ed25519", "ecdsa", "rsa") and is_secret
        key = key_of(scheme, case["secrets"][0]) if is_shared or "derive" in scheme["secret"] else b""
        parts = Parts(scheme, request, key=key)
        try:
            parts.signature = next((text for text in signature_texts(scheme, request) if text), b"")
        except Refused:
            parts.signature = b""
        method, _, templates = plan_of(scheme, parts)
        if not templates:
            return None
        parts.timestamp = beside(scheme, "timestamp", request, parts.signature)
        parts.id = beside(scheme, "message_id", request, parts.signature)
        base_string = expand(templates[0], parts)
    except (Refused, IndexError):
        return None
    words = [word for word in method.split("-") if word != "raw"]
    kind, name = words[0], words[-1]
    value = made(method, base_string, key) if kind in ("hmac", "digest") else (
        digest(name, base_string) if kind in HASHED else b"")
    return {"base_string": base64.b64encode(base_string).decode(), "mac": value.hex()}


# Files.

def verdict_of(scheme, case, request):
    try:
        verify(scheme, case, request)
        return "accept"
    except Refused:
        return "reject"


def check_file(path, totals, skipped):
    """Everything on which this verifier and the file differ."""
    file = json.loads(path.read_text(encoding="utf-8"))
    scheme, faults = file["scheme"], []
    cases = {case["id"]: case for case in file["cases"]}
    for case in file["cases"]:
        request = Request(case["request"])
        fault = lambda what: faults.append(f"{path.name}: {case['id']}: {what}")
        if "body_text" in case["request"] and case["request"]["body_text"].encode() != request.body:
            fault("body_text is not the text of the body")
        try:
            verdict = verdict_of(scheme, case, request)
            totals[verdict] += 1
            if verdict != case["expected"]:
                fault(f"expected {case['expected']}, this verifier says {verdict}")
        except Unsupported as reason:
            skipped[f"{reason}"] += 1
        try:
            computed = trace(scheme, case, request)
        except Unsupported:
            continue
        base = cases.get(case.get("base"), {})
        given = case.get("trace", base.get("trace"))
        if "trace" in case:
            totals["traces"] += 1
        elif case["expected"] == "reject" and base.get("request", {}).get("body") == case["request"]["body"]:
            # The files leave it out.
            continue
        if computed != given and (computed or "trace" in case):
            fault(f"the trace is {given}, this verifier computes {computed}")
    return faults


def main(arguments):
    paths = []
    for argument in map(pathlib.Path, arguments):
        found = sorted(argument.glob("*.json")) if argument.is_dir() else [argument]
        paths += [path for path in found if path.name not in OTHER_FILES]
    if not paths:
        sys.exit("no vectors: name files or a folder of them")
    totals, skipped, faults = collections.Counter(), collections.Counter(), []
    for path in paths:
        faults += check_file(path, totals, skipped)
    print(f"{len(paths)} files: {totals['accept']} accepted, {totals['reject']} rejected, {totals['traces']} traces")
    for reason, count in sorted(skipped.items()):
        print(f"skipped {count}: {reason}")
    for fault in faults:
        print(fault)
    print(f"{len(faults)} disagreements")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
