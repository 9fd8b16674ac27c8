"""What the filters of docs/scheme-format.md do to a text.

Like `scheme_reader.py` written from the documentation alone, with Python's standard library.
"""

import json
import re
import zlib
from urllib.parse import quote_from_bytes, unquote_to_bytes

from scheme_reader import Missing, Refused, Unreadable, Unsupported, Url, decode, digest, encode, json_text, keyed, scalar


def argument(text):
    return unquote_to_bytes(text)


def names(text):
    return [argument(name) for name in text.split(",")]


def matches(pattern, key):
    return key.startswith(pattern[:-1]) if pattern.endswith(b"*") else key == pattern


def json_string(value):
    try:
        return json.dumps(value.decode("utf-8", "replace"), ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise Missing("no text")


def minified(text):
    kept, quoted, escaped = bytearray(), False, False
    for byte in text:
        if quoted:
            quoted = escaped or byte != 0x22
            escaped = not escaped and byte == 0x5C
        elif byte in b" \t\n\r\x0c":
            continue
        else:
            quoted = byte == 0x22
        kept.append(byte)
    return bytes(kept)


def with_authority(value, change):
    text = value.decode("utf-8", "surrogateescape")
    url = Url(text)
    if not url.authority:
        return value
    start = len(url.scheme) + 3
    changed = text[:start] + change(url.scheme, url.authority) + text[start + len(url.authority):]
    return changed.encode("utf-8", "surrogateescape")


def port_added(scheme, authority):
    has_port = ":" in authority.rpartition("@")[2].rpartition("]")[2]
    port = {"https": ":443", "http": ":80"}.get(scheme, "")
    return authority if has_port else authority + port


def port_dropped(scheme, authority):
    port = ":443" if scheme == "https" else ":80"
    return authority[:-len(port)] if authority.endswith(port) else authority


UNRESERVED = "-._~"
HASHES = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512")
ENCODINGS = ("hex", "hex-upper", "base64", "base64-unpadded", "base64url", "base64url-unpadded")


def form_urlencoded(value):
    return quote_from_bytes(value, safe=" *").replace("~", "%7E").replace(" ", "+").encode()


def number(value):
    match = re.fullmatch(rb"\s*([+-]?[0-9]+)\s*", value)
    if not match or not -2**63 <= int(match[1]) < 2**63:
        raise Missing("no number")
    return str(int(match[1])).encode()


def repeated(value, count):
    if not value:
        raise Missing("nothing to repeat")
    return (value * (count // len(value) + 1))[:count]


def non_empty(value):
    if not value:
        raise Missing("empty")
    return value


PLAIN = {
    "crc32": lambda value: str(zlib.crc32(value)).encode(),
    "upper": bytes.upper, "lower": bytes.lower,
    "reverse": lambda value: value[::-1],
    "trim": lambda value: value.strip(b" \t\n\r\x0c"),
    "urlencode": lambda value: quote_from_bytes(value, safe=UNRESERVED).encode(),
    "form-urlencode": form_urlencoded,
    "urldecode": unquote_to_bytes,
    "json-string": json_string,
    "minify": minified,
    "number": number,
    "add-port": lambda value: with_authority(value, port_added),
    "drop-port": lambda value: with_authority(value, port_dropped),
    "add-slash": lambda value: value if value.endswith(b"/") else value + b"/",
    "drop-slash": lambda value: value[:-1] if value.endswith(b"/") else value,
    "non-empty": non_empty,
    "or": lambda value: value, "optional": lambda value: value,
}


def rewritten(name, value):
    """JSON as Python's own writer makes it; other writers are not known here."""
    styles = {
        "python-dumps": {}, "python-dumps-sorted": {"sort_keys": True},
        "python-dumps-compact": {"separators": (",", ":")},
    }
    if name not in styles:
        raise Unsupported("rewrite:" + name)
    try:
        return json.dumps(json.loads(value), **styles[name]).encode()
    except ValueError:
        raise Missing("no JSON")


def filtered(value, text, key):
    """One filter on one text."""
    name, _, given = text.partition(":")
    if name in PLAIN:
        return PLAIN[name](value)
    if name in HASHES:
        return digest(name, value)
    if name.startswith("hmac-") and name[5:] in HASHES:
        return keyed(name[5:], key, value)
    if name in ENCODINGS:
        return encode(name, value)
    if name.startswith("from-") and name[5:] in ENCODINGS:
        try:
            return decode(name[5:], value)
        except Refused:
            raise Missing("not " + name[5:])
    if name == "first":
        return value[:int(given)]
    if name == "last":
        return value[max(0, len(value) - int(given)):]
    if name == "repeat":
        return repeated(value, int(given))
    if name == "replace":
        before, _, after = given.partition(":")
        return value.replace(argument(before), argument(after))
    if name == "strip-prefix":
        prefix = argument(given)
        return value[len(prefix):] if value.startswith(prefix) else value
    if name == "escape":
        return re.sub(b"[" + re.escape(argument(given)) + b"]", lambda match: b"\\" + match[0], value)
    if name == "rewrite":
        return rewritten(given, value)
    if name == "json":
        try:
            return scalar(json_text(value, given))
        except Unreadable:
            raise Missing(given)
    raise Unsupported("filter " + name)
