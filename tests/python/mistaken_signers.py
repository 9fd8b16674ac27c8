"""Signers that make mistakes, and an honest one: an independent generator for the tests of `explain`.

Only the standard library is used, and nothing of the crate. Prints one JSON object a line:
{"scheme", "secrets", "now", "mistakes": [first, …], "detail", "request": {method, url, headers, body}}.
An empty list of mistakes is a genuine delivery. Arguments: `singles`, `pairs` or `random`.
"""

import base64
import gzip
import hashlib
import hmac
import json
import random
import sys
import urllib.parse
import zlib
from datetime import datetime, timezone

NOW = 1_700_000_000
URL = "https://receiver.example/hooks/in?b=2&a=x%20y"
BODY = ('{"id": 41,"type":"order.created","amount":12.50,"note":"Zoë <R&D> 🎉 a/b","tags":["x","y"],'
        '"nested": {"z":1,"a":null}}').encode()


class Scheme:
    """How a scheme is signed, written down a second time."""

    def __init__(self, name, header, base, *, prefix="", encoding="hex", key="text", timestamp=None, id_header=None,
                 in_list=None, hash_name="sha256", secret="topsecret-0123456789", unit=1):
        self.name, self.header, self.base, self.prefix = name, header, base, prefix
        self.encoding, self.key, self.timestamp, self.id_header = encoding, key, timestamp, id_header
        self.in_list, self.hash_name, self.secret, self.unit = in_list, hash_name, secret, unit


RAW_KEY = bytes(range(40, 64))
SCHEMES = [
    Scheme("github", "X-Hub-Signature-256", "{body}", prefix="sha256="),
    Scheme("shopify", "X-Shopify-Hmac-Sha256", "{body}", encoding="base64"),
    Scheme("slack", "X-Slack-Signature", "v0:{timestamp}:{body}", prefix="v0=", timestamp="X-Slack-Request-Timestamp"),
    Scheme("stripe", "Stripe-Signature", "{timestamp}.{body}", in_list="t={timestamp},v1={signature}",
           timestamp="field", secret="whsec_dGhpcyBpcyBhIHNlY3JldA=="),
    Scheme("standard-webhooks", "webhook-signature", "{id}.{timestamp}.{body}", prefix="v1,", encoding="base64",
           key="whsec", timestamp="webhook-timestamp", id_header="webhook-id",
           secret="whsec_" + base64.b64encode(RAW_KEY).decode()),
    Scheme("determined", "X-Determined-AI-Signature", "{timestamp},{body}",
           timestamp="X-Determined-AI-Signature-Timestamp"),
    Scheme("y42", "x-y42-signature", "{body}", prefix="sha256="),
    Scheme("valohai-hmac-basestring", "X-Hmac-Signature", "hmac:{timestamp}:{body}", prefix="v0=",
           timestamp="X-Hmac-Timestamp"),
    Scheme("tests/schemes/url-body.toml", "X-Url-Signature", "{url}\n{body}", encoding="base64"),
    Scheme("tests/schemes/request-line.toml", "X-Line-Signature", "{method} {url} {timestamp} {body}",
           timestamp="X-Line-Timestamp", hash_name="sha512", unit=1000, key="hex", secret=RAW_KEY.hex()),
]


class Delivery:
    """What a signer takes for the parts of a delivery, and what then travels."""

    def __init__(self, scheme, body=BODY):
        self.scheme = scheme
        self.body, self.url, self.method = body, URL, "POST"
        self.secret = scheme.secret
        self.key = key_of(scheme, scheme.secret)
        self.timestamp = str(NOW * scheme.unit - 2 * scheme.unit)
        self.id = "msg_2KWPBgLlAfxdpx2AI54pPJ85f4W"
        self.base, self.hash_name = scheme.base, scheme.hash_name
        self.construct = lambda key, base, name: hmac.new(key, base, name).digest()
        self.write = lambda digest: encode(scheme.encoding, digest)
        self.prefix = scheme.prefix
        self.text = lambda text: text
        # What travels, where it is another thing than what was signed.
        self.sent_body = self.sent_url = self.sent_timestamp = None
        self.secrets = [scheme.secret]
        self.extra, self.drop, self.repeat = [], [], False
        self.now = NOW

    def base_string(self):
        values = {"{body}": self.body, "{url}": self.url.encode(), "{method}": self.method.encode(),
                  "{timestamp}": self.timestamp.encode(), "{id}": self.id.encode()}
        out, rest = b"", self.base
        while rest:
            hit = next((name for name in values if rest.startswith(name)), None)
            if hit:
                out, rest = out + values[hit], rest[len(hit):]
            else:
                out, rest = out + rest[0].encode(), rest[1:]
        return out

    def request(self):
        scheme = self.scheme
        digest = self.construct(self.key, self.base_string(), self.hash_name)
        written = self.write(digest)
        sent_timestamp = self.sent_timestamp if self.sent_timestamp is not None else self.timestamp
        if scheme.in_list:
            text = scheme.in_list.replace("{timestamp}", sent_timestamp).replace("v1={signature}", self.label() + written)
        else:
            text = self.prefix + written
        headers = [["Content-Type", "application/json"]]
        if scheme.timestamp not in (None, "field"):
            headers.append([scheme.timestamp, sent_timestamp])
        if scheme.id_header:
            headers.append([scheme.id_header, self.id])
        headers.append([scheme.header, self.text(text)])
        if self.repeat:
            headers.append([scheme.header, self.text(text)])
        headers = [h for h in headers if h[0] not in self.drop] + self.extra
        body = self.sent_body if self.sent_body is not None else self.body
        return {"method": self.method, "url": self.sent_url or self.url, "headers": headers,
                "body": base64.b64encode(body).decode()}

    def label(self):
        return self.prefix or "v1="


def key_of(scheme, secret):
    if scheme.key == "hex":
        return bytes.fromhex(secret)
    if scheme.key == "whsec":
        return base64.b64decode(secret.removeprefix("whsec_"))
    return secret.encode()


def encode(encoding, digest):
    return digest.hex() if encoding == "hex" else base64.b64encode(digest).decode()


def respelled(**options):
    """The body that is signed is what Python writes; the one that travels is as it was."""
    def change(d):
        d.sent_body = d.body
        d.body = json.dumps(json.loads(d.body), **options).encode()
    return change


def body(change, sent=BODY):
    def apply(d):
        d.sent_body = sent
        d.body = change(sent)
    return apply


def javascript(text):
    """JSON.stringify of what Python parsed; the test bodies have no number that differs but 12.50."""
    return json.dumps(json.loads(text), ensure_ascii=False, separators=(",", ":")).encode()


def url(changed, **extra):
    def apply(d):
        if "{url}" not in d.scheme.base:
            return False
        d.sent_url = d.sent_url or d.url
        d.url = changed(d.url)
        d.extra += [[name.replace("_", "-"), value] for name, value in extra.items()]
    return apply


def base(changed):
    def apply(d):
        new = changed(d.base)
        if new == d.base:
            return False
        d.base = new
    return apply


def without_timestamp(text):
    for old, new in [("{timestamp}.", ""), (":{timestamp}:", ":"), ("{timestamp},", ""), ("{timestamp} ", "")]:
        if old in text:
            return text.replace(old, new)
    return text


def separators(text):
    for old, new in [("}.{", "}:{"), ("}:{", "}.{"), ("},{", "}.{"), ("}\n{", "}{"), ("} {", "}|{")]:
        if old in text:
            return text.replace(old, new)
    return text


def swapped_order(text):
    names = [n for n in ("{timestamp}", "{url}") if n in text]
    if not names:
        return text
    return text.replace(names[0], "\0").replace("{body}", names[0]).replace("\0", "{body}")


def timestamps(make_signed=None, make_sent=None, only=None):
    def apply(d):
        if d.scheme.timestamp is None or (only and d.scheme.name not in only):
            return False
        seconds = int(d.timestamp) // d.scheme.unit
        if make_signed:
            d.sent_timestamp = d.timestamp
            d.timestamp = make_signed(d, seconds)
        if make_sent:
            d.timestamp = d.sent_timestamp = make_sent(d, seconds)
    return apply


def other_unit(d, seconds):
    return str(seconds * 1000) if d.scheme.unit == 1 else str(seconds)


def secret(change, only=None):
    def apply(d):
        if only and d.scheme.key not in only:
            return False
        key = change(d)
        if not isinstance(key, bytes):
            return False
        d.key = key
    return apply


def shifted(seconds, needs):
    def apply(d):
        if d.scheme.timestamp is None or d.scheme.name not in needs:
            return False
        d.now = NOW + seconds
    return apply


def attribute(name, value, unless=lambda d: False):
    def apply(d):
        if unless(d):
            return False
        setattr(d, name, value(d) if callable(value) and getattr(value, "of_delivery", False) else value)
    return apply


def of_delivery(function):
    function.of_delivery = True
    return function


def add_other_secret(d):
    d.secrets = ["another-secret-entirely" if d.scheme.key == "text" else
                 ("whsec_" + base64.b64encode(b"another secret entirely!").decode() if d.scheme.key == "whsec"
                  else b"another secret entirely!".hex()), d.scheme.secret]


def misread(d):
    if d.scheme.key == "text" and d.scheme.secret.startswith("whsec_"):
        return base64.b64decode(d.scheme.secret.removeprefix("whsec_"))
    return None


def decode_text(d):
    d.secret = d.scheme.secret
    return bytes.fromhex(d.scheme.secret)


def given(text):
    """The secret as the user gives it, which is not how the signer has it."""
    def apply(d):
        changed = text(d)
        if changed is None:
            return False
        d.secrets = [changed]
    return apply


def hex_secret(d):
    if d.scheme.key != "text":
        return False
    d.secrets = [RAW_KEY.hex()]
    d.key = RAW_KEY


def base64_secret(d):
    if d.scheme.key != "text":
        return False
    d.secrets = [base64.b64encode(RAW_KEY).decode()]
    d.key = RAW_KEY


def drop_prefix(d):
    if d.scheme.key != "text":
        return False
    d.secrets = ["whsec_kept4321"]
    d.key = b"kept4321"


def lacks_prefix(d):
    if d.scheme.key != "text":
        return False
    d.secrets = ["kept4321"]
    d.key = b"whsec_kept4321"


def missing_header(d):
    if d.scheme.timestamp in (None, "field"):
        return False
    d.drop.append(d.scheme.timestamp)


def misplaced(d):
    d.drop.append(d.scheme.header)
    text = d.request  # The header is written by hand, under another name.
    digest = d.construct(d.key, d.base_string(), d.hash_name)
    if d.scheme.in_list:
        return False
    d.extra.append(["X-Signature", d.prefix + d.write(digest)])


def form_field(d):
    d.sent_body = b"payload=" + urllib.parse.quote_plus(d.body).encode()


def crlf(d):
    d.sent_body = d.body.replace(b",", b",\n")
    d.body = d.sent_body.replace(b"\n", b"\r\n")


def in_list(d):
    return d.scheme.in_list is not None


WINDOWED = ("slack", "stripe", "standard-webhooks", "tests/schemes/request-line.toml")

SINGLES = [
    ("secret/untrimmed", "line feed", secret(lambda d: d.scheme.secret.encode() + b"\n", ["text"])),
    ("secret/untrimmed", "given with a line feed", given(lambda d: d.scheme.secret + "\n")),
    ("secret/untrimmed", "given with blanks", given(lambda d: "  " + d.scheme.secret + " ")),
    ("secret/prefix-kept", "whole text", secret(lambda d: d.scheme.secret.encode(), ["whsec"])),
    ("secret/prefix-kept", "given with a label", given(lambda d: "v1," + d.scheme.secret if d.scheme.key == "whsec" else None)),
    ("secret/prefix-dropped", "cut", drop_prefix),
    ("secret/prefix-dropped", "given without", lacks_prefix),
    ("secret/not-decoded", "text", secret(lambda d: d.scheme.secret.removeprefix("whsec_").encode(), ["whsec", "hex"])),
    ("secret/decoded", "hex", hex_secret),
    ("secret/decoded", "base64", base64_secret),
    ("secret/empty", "", secret(lambda d: b"")),
    ("secret/other", "", add_other_secret),
    ("body/reserialized", "json.dumps", respelled()),
    ("body/reserialized", "compact", respelled(separators=(",", ":"))),
    ("body/reserialized", "sorted", respelled(sort_keys=True)),
    ("body/reserialized", "indent 2", respelled(indent=2)),
    ("body/reserialized", "indent 4", respelled(indent=4, ensure_ascii=False)),
    ("body/reserialized", "indent tab", respelled(indent="\t", ensure_ascii=False)),
    ("body/reserialized", "not ASCII", respelled(ensure_ascii=False)),
    ("body/reserialized", "repr", body(lambda b: str(json.loads(b)).encode())),
    ("body/reserialized", "JSON.stringify", body(javascript)),
    ("body/reserialized", "PHP slashes", body(lambda b: json.dumps(json.loads(b), separators=(",", ":")).replace("/", "\\/").encode())),
    ("body/reserialized", "Go HTML", body(lambda b: javascript(b).replace(b"<", b"\\u003c").replace(b">", b"\\u003e").replace(b"&", b"\\u0026"))),
    ("body/reserialized", "signed spaced, sent compact", body(lambda b: json.dumps(json.loads(b)).encode(), javascript(BODY))),
    ("body/reserialized", "signed 1.0, sent 1", body(lambda b: b'{"a":1.0,"b":2}', b'{"a":1,"b":2}')),
    ("body/reserialized", "keys in another order", body(lambda b: b'{"b":2,"c":3,"a":1}', b'{"a":1,"b":2,"c":3}')),
    ("body/newline", "signed with", body(lambda b: b + b"\n")),
    ("body/newline", "sent with", body(lambda b: b[:-1], BODY + b"\n")),
    ("body/newline", "CR LF", body(lambda b: b + b"\r\n")),
    ("body/line-endings", "CR LF signed", crlf),
    ("body/line-endings", "LF signed", body(lambda b: b.replace(b"\r\n", b"\n"), BODY.replace(b",", b",\r\n"))),
    ("body/byte-order-mark", "signed with", body(lambda b: b"\xef\xbb\xbf" + b)),
    ("body/byte-order-mark", "sent with", body(lambda b: b[3:], b"\xef\xbb\xbf" + BODY)),
    ("body/charset", "latin-1 reading", body(lambda b: b.decode("latin-1").encode())),
    ("body/charset", "ascii ?", body(lambda b: b.decode().encode("ascii", "replace"))),
    ("body/charset", "latin-1", body(lambda b: b.decode().encode("latin-1", "replace"))),
    ("body/charset", "U+FFFD", body(lambda b: b.decode("ascii", "replace").encode())),
    ("body/charset", "utf-16", body(lambda b: b.decode().encode("utf-16-le"))),
    ("body/gzip", "signed before gzip", body(gzip.decompress, gzip.compress(BODY, mtime=0))),
    ("body/gzip", "signed before zlib", body(zlib.decompress, zlib.compress(BODY))),
    ("body/base64", "sent as base64", body(base64.b64decode, base64.b64encode(BODY))),
    ("body/base64", "signed as base64", body(base64.b64encode)),
    ("body/form", "field", form_field),
    ("body/form", "wrapped", body(lambda b: b"payload=" + urllib.parse.quote_plus(b).encode())),
    ("body/form", "rewritten", body(lambda b: urllib.parse.urlencode(urllib.parse.parse_qsl(b.decode())).encode(), b"a=x%20y&b=%7e1&c=3")),
    ("body/form", "as JSON", body(lambda b: json.dumps(dict(urllib.parse.parse_qsl(b.decode())), separators=(",", ":")).encode(), b"a=x%20y&b=1&c=3")),
    ("body/empty", "", body(lambda b: b"")),
    ("body/empty", "MAC of nothing", attribute("construct", lambda key, base, name: hmac.new(key, b"", name).digest())),
    ("body/empty", "appended", attribute("construct", lambda key, base, name: base + hmac.new(key, b"", name).digest())),
    ("body/double-encoded", "stringify twice", body(lambda b: json.dumps(b.decode(), ensure_ascii=False).encode())),
    ("body/double-encoded", "dumps twice", body(lambda b: json.dumps(b.decode()).encode())),
    ("base-string/timestamp-missing", "", base(without_timestamp)),
    ("base-string/id-missing", "", base(lambda t: t.replace("{id}.", ""))),
    ("base-string/separator", "", base(separators)),
    ("base-string/separator", "no literal in front", base(lambda t: t.removeprefix("v0:").removeprefix("hmac:"))),
    ("base-string/order", "", base(swapped_order)),
    ("base-string/timestamp-unit", "", timestamps(make_signed=other_unit)),
    ("base-string/timestamp-unit", "ISO", timestamps(make_signed=lambda d, s: datetime.fromtimestamp(s, timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ") if d.scheme.unit == 1 else str(s))),
    ("base-string/timestamp-reprinted", "float", timestamps(make_signed=lambda d, s: str(float(s * d.scheme.unit)))),
    ("url/scheme", "", url(lambda u: u.replace("https:", "http:"))),
    ("url/host", "forwarded", url(lambda u: u.replace("receiver.example", "public.example"), X_Forwarded_Host="public.example")),
    ("url/host", "www", url(lambda u: u.replace("//", "//www."))),
    ("url/port", "default", url(lambda u: u.replace(".example", ".example:443"))),
    ("url/port", "forwarded", url(lambda u: u.replace(".example", ".example:9443"), X_Forwarded_Port="9443")),
    ("url/path", "slash", url(lambda u: u.replace("/in?", "/in/?"))),
    ("url/path", "prefix", url(lambda u: u.replace("/hooks", "/edge/hooks"), X_Forwarded_Prefix="/edge")),
    ("url/query", "none", url(lambda u: u.split("?")[0])),
    ("url/query", "sorted", url(lambda u: u.split("?")[0] + "?a=x%20y&b=2")),
    ("url/query", "plus", url(lambda u: u.replace("%20", "+"))),
    ("digest/algorithm", "sha1", attribute("hash_name", "sha1")),
    ("digest/algorithm", "sha384", attribute("hash_name", "sha384")),
    ("digest/encoding", "", attribute("write", lambda g: None)),
    ("digest/encoding", "base64 of hex", attribute("write", lambda g: base64.b64encode(g.hex().encode()).decode())),
    ("digest/case", "", attribute("write", lambda g: g.hex().upper(), unless=lambda d: d.scheme.encoding != "hex")),
    ("digest/prefix", "none", attribute("prefix", "", unless=lambda d: not d.prefix)),
    ("digest/prefix", "other", attribute("prefix", "sha512=", unless=in_list)),
    ("digest/prefix", "other version", attribute("prefix", "v9=", unless=lambda d: not in_list(d))),
    ("digest/unkeyed", "", attribute("construct", lambda key, base, name: hashlib.new(name, base).digest())),
    ("digest/unkeyed", "key first", attribute("construct", lambda key, base, name: hashlib.new(name, key + base).digest())),
    ("digest/unkeyed", "key last", attribute("construct", lambda key, base, name: hashlib.new(name, base + key).digest())),
    ("digest/swapped", "", attribute("construct", lambda key, base, name: hmac.new(base, key, name).digest())),
    ("digest/truncated", "", attribute("construct", lambda key, base, name: hmac.new(key, base, name).digest()[:18])),
    ("timestamp/stale", "", shifted(4000, WINDOWED)),
    ("timestamp/future", "", shifted(-4000, ("standard-webhooks", "tests/schemes/request-line.toml"))),
    ("timestamp/unit", "", timestamps(make_sent=other_unit, only=("standard-webhooks", "tests/schemes/request-line.toml"))),
    ("timestamp/malformed", "", timestamps(make_sent=lambda d, s: f"+{s * d.scheme.unit}")),
    ("timestamp/missing", "", missing_header),
    ("signature/missing", "", lambda d: d.drop.append(d.scheme.header)),
    ("signature/missing", "misplaced", misplaced),
    ("signature/missing", "empty", attribute("text", lambda text: "")),
    ("signature/malformed", "quotes", attribute("text", lambda text: f'"{text}"', unless=in_list)),
    ("signature/malformed", "blanks", attribute("text", lambda text: f"<{text}>", unless=in_list)),
    ("signature/duplicated", "", attribute("repeat", True)),
]


def write_other(d):
    d.write = (lambda g: base64.b64encode(g).decode()) if d.scheme.encoding == "hex" else (lambda g: g.hex())


SINGLES = [(n, t, write_other if n == "digest/encoding" and not t else c) for n, t, c in SINGLES]


def named(name, detail=""):
    return next(change for n, t, change in SINGLES if n == name and t == detail)


def wrap(outer):
    """A second change of the body that was signed, whatever was done to it before."""
    def apply(d):
        if d.sent_body is None:
            d.sent_body = d.body
        d.body = outer(d.body)
    return apply


def relay(change):
    """A second change of what travels."""
    def apply(d):
        d.sent_body = change(d.sent_body if d.sent_body is not None else d.body)
    return apply


def newline(d):
    wrap(lambda b: b + b"\n")(d)


LIKELY = [
    ("body/reserialized", "json.dumps", "secret/untrimmed", "given with a line feed"),
    ("body/reserialized", "JSON.stringify", "secret/untrimmed", "given with blanks"),
    ("body/reserialized", "sorted", "secret/other", ""),
    ("body/reserialized", "JSON.stringify", "secret/empty", ""),
    ("body/reserialized", "json.dumps", "secret/not-decoded", "text"),
    ("body/reserialized", "JSON.stringify", "secret/prefix-kept", "whole text"),
    ("body/reserialized", "json.dumps", "base-string/timestamp-missing", ""),
    ("body/reserialized", "JSON.stringify", "base-string/id-missing", ""),
    ("body/reserialized", "JSON.stringify", "base-string/separator", ""),
    ("body/reserialized", "json.dumps", "base-string/timestamp-unit", ""),
    ("body/reserialized", "JSON.stringify", "digest/encoding", ""),
    ("body/reserialized", "json.dumps", "digest/algorithm", "sha1"),
    ("body/reserialized", "JSON.stringify", "digest/prefix", "none"),
    ("body/reserialized", "JSON.stringify", "timestamp/stale", ""),
    ("body/reserialized", "json.dumps", "url/scheme", ""),
    ("body/reserialized", "JSON.stringify", "url/query", "none"),
    ("body/reserialized", "json.dumps", "+newline", ""),
    ("body/reserialized", "JSON.stringify", "+base64", ""),
    ("body/reserialized", "json.dumps", "+double", ""),
    ("body/reserialized", "not ASCII", "+charset", ""),
    ("body/newline", "signed with", "secret/untrimmed", "given with a line feed"),
    ("body/newline", "sent with", "digest/encoding", ""),
    ("body/newline", "signed with", "base-string/timestamp-missing", ""),
    ("body/charset", "ascii ?", "secret/other", ""),
    ("body/charset", "latin-1 reading", "base-string/separator", ""),
    ("body/base64", "sent as base64", "url/path", "slash"),
    ("body/base64", "sent as base64", "secret/not-decoded", "text"),
    ("body/form", "field", "secret/untrimmed", "given with a line feed"),
    ("body/empty", "", "secret/empty", ""),
    ("body/empty", "", "base-string/timestamp-missing", ""),
    ("base-string/timestamp-missing", "", "secret/not-decoded", "text"),
    ("base-string/timestamp-missing", "", "digest/encoding", ""),
    ("base-string/id-missing", "", "+no timestamp", ""),
    ("base-string/timestamp-unit", "", "secret/untrimmed", "given with a line feed"),
    ("url/scheme", "", "url/port", "default"),
    ("url/scheme", "", "url/query", "sorted"),
    ("url/host", "forwarded", "url/scheme", ""),
    ("url/path", "slash", "secret/decoded", "base64"),
    ("digest/algorithm", "sha1", "digest/encoding", ""),
    ("digest/unkeyed", "key first", "secret/untrimmed", "given with blanks"),
]

SECOND = {
    "+newline": ("body/newline", newline),
    "+base64": ("body/base64", relay(base64.b64encode)),
    "+double": ("body/double-encoded", wrap(lambda b: json.dumps(b.decode()).encode())),
    "+charset": ("body/charset", wrap(lambda b: b.decode("latin-1").encode())),
    "+no timestamp": ("base-string/timestamp-missing", base(without_timestamp)),
}


def row(d, mistakes, detail):
    return {"scheme": d.scheme.name, "secrets": d.secrets, "now": d.now, "mistakes": mistakes, "detail": detail,
            "request": d.request()}


def singles():
    for scheme in SCHEMES:
        yield row(Delivery(scheme), [], "genuine")
        for name, detail, change in SINGLES:
            d = Delivery(scheme)
            if change(d) is not False:
                yield row(d, [name], detail)


def pairs():
    for scheme in SCHEMES:
        for first, first_detail, second, second_detail in LIKELY:
            d = Delivery(scheme)
            name, change = SECOND.get(second) or (second, named(second, second_detail))
            if named(first, first_detail)(d) is not False and change(d) is not False:
                yield row(d, [first, name], f"{first_detail} + {second_detail}")


def randoms():
    source = random.Random(7)
    for number in range(1000):
        d = Delivery(SCHEMES[number % len(SCHEMES)], body=json.dumps({"n": number, "s": "é" * (number % 5)}).encode())
        d.construct = lambda key, base, name: source.randbytes(hashlib.new(name).digest_size)
        yield row(d, ["none"], "random")


if __name__ == "__main__":
    for line in {"singles": singles, "pairs": pairs, "random": randoms}[sys.argv[1]]():
        print(json.dumps(line))
