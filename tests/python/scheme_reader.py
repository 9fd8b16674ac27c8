"""Reads deliveries as docs/scheme-format.md says: locations, encodings, templates, filters, times.

Written from the documentation alone, with Python's standard library, so that it shares nothing with the crate.
Values are bytes. `Missing` is a value that is not there, `Refused` anything that makes a delivery invalid.
"""

import base64
import hashlib
import hmac
import json
import re
from datetime import datetime, timedelta, timezone
from urllib.parse import unquote_to_bytes


class Refused(Exception):
    """The delivery is not valid."""


class Missing(Refused):
    """A value is not there; `or` and `optional` stand in for it."""


class Unreadable(Refused):
    """Something is there, and it is not what the location reads."""


class Unsupported(Exception):
    """This verifier does not know how; the case is counted and skipped."""


# Encodings: one value has one spelling.

def decode(encoding, text):
    if encoding == "text":
        return text
    if encoding in ("hex", "hex-upper", "hex-any"):
        alphabet = {"hex": b"0-9a-f", "hex-upper": b"0-9A-F", "hex-any": b"0-9a-fA-F"}[encoding]
        if len(text) % 2 or not re.fullmatch(b"[" + alphabet + b"]*", text):
            raise Refused("not " + encoding)
        return bytes.fromhex(text.decode())
    is_url = encoding.startswith("base64url") or (encoding == "base64-any" and (b"-" in text or b"_" in text))
    marks = b"-_" if is_url else b"+/"
    bare = text.rstrip(b"=")
    given = len(text) - len(bare)
    wanted = -len(bare) % 4
    padded = {"base64": given == wanted, "base64url": given == wanted, "base64-any": given <= wanted}
    if not padded.get(encoding, given == 0) or wanted == 3 or re.search(b"[^A-Za-z0-9" + re.escape(marks) + b"]", bare):
        raise Refused("not " + encoding)
    decoded = base64.b64decode(bare + b"=" * wanted, altchars=marks)
    if base64.b64encode(decoded, altchars=marks).rstrip(b"=") != bare:
        raise Refused("bits behind the last byte")
    return decoded


def encode(encoding, value):
    if encoding in ("hex", "hex-any"):
        return value.hex().encode()
    if encoding == "hex-upper":
        return value.hex().upper().encode()
    if encoding == "text":
        return value
    text = base64.b64encode(value, altchars=b"-_" if encoding.startswith("base64url") else b"+/")
    return text.rstrip(b"=") if encoding.endswith("-unpadded") else text


def digest(name, value):
    return hashlib.new(name, value).digest()


def keyed(name, key, value):
    return hmac.new(key, value, name).digest()


# JSON: values as they stand in the text.

def no_constant(name):
    raise ValueError(name)


DECODER = json.JSONDecoder(parse_constant=no_constant, object_pairs_hook=list, parse_int=str, parse_float=str)
BLANKS = re.compile(r"[ \t\n\r]*")


def blanks(text, at):
    return BLANKS.match(text, at).end()


def members(text):
    """Name (None in arrays) and text of each child of the object or array that `text` is."""
    if text[:1] not in ("{", "["):
        return
    at = blanks(text, 1)
    while text[at] not in "}]":
        name = None
        if text[0] == "{":
            name, at = DECODER.raw_decode(text, at)
            at = blanks(text, blanks(text, at) + 1)
        end = DECODER.raw_decode(text, at)[1]
        yield name, text[at:end]
        at = blanks(text, end)
        if text[at] == ",":
            at = blanks(text, at + 1)


def json_text(document, pointer):
    """The text of the value at an RFC 6901 pointer."""
    text = document.decode("utf-8", "surrogateescape")
    try:
        start = blanks(text, 0)
        end = DECODER.raw_decode(text, start)[1]
    except (ValueError, RecursionError):
        raise Unreadable("no JSON")
    if blanks(text, end) != len(text):
        raise Unreadable("no JSON")
    text = text[start:end]
    for token in pointer.split("/")[1:]:
        token = token.replace("~1", "/").replace("~0", "~")
        children = enumerate(members(text))
        found = [child for index, (name, child) in children if token == (str(index) if name is None else name)]
        if len(found) != 1:
            raise Refused("twice") if found else Missing(pointer)
        text = found[0]
    return text


def scalar(text):
    """A string's characters, a number or boolean as it is written, nothing for null."""
    if text[0] == '"':
        try:
            return json.loads(text).encode()
        except UnicodeEncodeError:
            raise Unreadable("no Unicode")
    if text[0] in "{[":
        raise Unreadable("no scalar")
    return b"" if text == "null" else text.encode()


# URLs and forms.

class Url:
    """A URL cut at its delimiters, as written."""

    def __init__(self, text):
        self.text = text
        without_fragment = text.split("#", 1)[0]
        match = re.match(r"([^/?]*?)://([^/?]*)", without_fragment)
        self.scheme, self.authority = match.groups() if match else ("", "")
        rest = without_fragment[match.end():] if match else without_fragment
        self.path, mark, query = rest.partition("?")
        self.query = query
        self.target = (self.path or "/") + mark + query


def form_pairs(text):
    pairs = [pair.partition(b"=") for pair in text.split(b"&") if pair]
    return [tuple(unquote_to_bytes(part.replace(b"+", b" ")) for part in (name, value)) for name, _, value in pairs]


# Requests and locations.

class Request:
    """One delivery of a vector file."""

    def __init__(self, request):
        self.method = request["method"]
        self.url = Url(request["url"])
        self.headers = [(name.lower(), value.encode("latin-1")) for name, value in request["headers"]]
        self.body = base64.b64decode(request["body"], validate=True)

    def header(self, name):
        return [value for other, value in self.headers if other == name.lower()]


def only(values):
    values = list(values)
    if len(values) != 1:
        raise Refused("twice") if values else Missing("a value")
    return values[0]


def named(pairs, name):
    return only(value for key, value in pairs if key == name.encode())


def locate(location, request, fields):
    """The value at a location; `fields` finds items of the signature's list."""
    first, *steps = location.split(" > ")
    kind, _, name = first.partition(":")
    if kind == "body":
        if not request.body:
            raise Missing("body")
        value = request.body
    elif kind == "header":
        value = only(request.header(name))
    elif kind == "query":
        value = named(form_pairs(request.url.query.encode()), name)
    elif kind == "form":
        value = named(form_pairs(request.body), name)
    elif kind == "json":
        value = located_json(request.body, name)
    elif kind == "field":
        value = fields(name)
    else:
        raise Unsupported("location " + kind)
    for step in steps:
        value = stepped(step, value)
    return value


def located_json(document, pointer):
    text = json_text(document, pointer)
    if text == "null":
        raise Unreadable("null")
    return scalar(text)


def stepped(step, value):
    kind, _, name = step.partition(":")
    try:
        if kind == "base64":
            return decode("base64", value)
        if kind == "base64url":
            return decode("base64-any", value)
    except Refused:
        raise Unreadable(kind)
    if kind == "json":
        return located_json(value, name)
    items = [item.strip().partition(b"=") for item in split_quoted(value, b";")[1:]]
    return only(unquoted(text) for key, _, text in items if key == name.encode())


def unquoted(value):
    return value[1:-1] if len(value) > 1 and value[:1] == value[-1:] == b'"' else value


def split_quoted(text, separator):
    """Cut at separators outside quotes."""
    pieces, start, at, quoted = [], 0, 0, False
    while at < len(text):
        if text[at:at + 1] == b"\\" and quoted:
            at += 1
        elif text[at:at + 1] == b'"':
            quoted = not quoted
        elif not quoted and text.startswith(separator, at):
            pieces.append(text[start:at])
            at += len(separator) - 1
            start = at + 1
        at += 1
    return pieces + [text[start:]]


# Times.

UNITS = {
    "iso8601": r"(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:\.(\d+))?()",
    "rfc3339": r"(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:\.(\d+))?([Zz]|[+-]\d\d:\d\d)",
    "iso8601-basic": r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)()(Z)",
}
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
DAYS = "Mon Tue Wed Thu Fri Sat Sun".split()
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def milliseconds(text, unit):
    """A timestamp, strictly: decimal digits without sign, blanks or leading zeros, at most 18 of them."""
    text = text.decode("latin-1")
    number = r"(0|[1-9][0-9]{0,17})"
    if unit in ("seconds", "milliseconds", "float-seconds"):
        match = re.fullmatch(number + (r"(?:\.([0-9]+))?" if unit == "float-seconds" else "()"), text, re.A)
        if not match:
            raise Refused("no timestamp")
        whole = int(match[1])
        return whole if unit == "milliseconds" else whole * 1000 + int(((match[2] or "") + "000")[:3])
    if unit == "http-date":
        match = re.fullmatch(r"([A-Z][a-z]{2}), (\d\d) ([A-Z][a-z]{2}) (\d{4}) (\d\d):(\d\d):(\d\d) GMT", text, re.A)
        if not match or match[3] not in MONTHS:
            raise Refused("no date")
        parts = [match[4], MONTHS.index(match[3]) + 1, *match.group(2, 5, 6, 7)]
        fraction, zone = "", "Z"
    else:
        match = re.fullmatch(UNITS[unit], text, re.A)
        if not match:
            raise Refused("no date")
        *parts, fraction, zone = match.groups()
    year, month, day, hour, minute, second = map(int, parts)
    if second > 60:
        raise Refused("no time")
    try:
        # A leap second counts as the next second.
        time = datetime(year, month, day, hour, minute, tzinfo=timezone.utc) + timedelta(seconds=second)
    except (ValueError, OverflowError):
        raise Refused("no date")
    if unit == "http-date" and DAYS[time.weekday()] != match[1]:
        raise Refused("the wrong weekday")
    millis = (time - EPOCH) // timedelta(milliseconds=1) + int(((fraction or "") + "000")[:3])
    if zone and zone not in "Zz":
        hours, minutes = int(zone[1:3]), int(zone[4:6])
        if hours > 23 or minutes > 59:
            raise Refused("no zone")
        millis -= (hours * 60 + minutes) * 60_000 * (1 if zone[0] == "+" else -1)
    return millis
