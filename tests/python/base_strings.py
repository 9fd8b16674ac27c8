"""Expands the templates of docs/scheme-format.md: placeholders, filters and lists, once, over bytes.

Like `scheme_reader.py` written from the documentation alone, with Python's standard library.
"""

import re

from filters import argument, filtered, json_string, matches, names
from scheme_reader import (
    Missing, Refused, Unreadable, form_pairs, json_text, locate, members, named, only, scalar, split_quoted, unquoted,
)


class Parts:
    """What a template's placeholders name: the delivery with what was found in it, and the key."""

    def __init__(self, scheme, request, signature=None, timestamp=None, message_id=None, key=b""):
        self.scheme, self.request, self.signature = scheme, request, signature
        self.timestamp, self.id, self.key = timestamp, message_id, key

    def field(self, name):
        """An item of the signature's own list."""
        spec = self.scheme["signature"]
        text = self.signature
        style = spec.get("format", "bare")
        separator = spec.get("separator", ",").encode()
        if text is None:
            raise Missing("field " + name)
        if style == "fields":
            items = [item.strip().partition(spec.get("key_separator", "=").encode()) for item in text.split(separator)]
            return only(value for key, cut, value in items if cut and key == name.encode())
        if style == "parameters":
            return only(parameters(text, spec, name))
        if style == "positional" and name.isdigit() and int(name) < len(text.split(separator)):
            return text.split(separator)[int(name)]
        raise Missing("field " + name)

    def locate(self, location):
        return locate(location, self.request, self.field)


def parameters(text, spec, name):
    """The values of a key in `keyId="…",signature="…"`, with quotes or without."""
    prefix = spec.get("prefix", "").encode()
    if not text.startswith(prefix):
        return []
    separator = spec.get("separator", ",").strip().encode()
    items = [item.strip().partition(b"=") for item in split_quoted(text[len(prefix):], separator)]
    return [unquoted(value) for key, cut, value in items if cut and key == name.encode()]


# Templates.

def parse(text, at=0, depth=0):
    """Literals and placeholders: str, or (name or group, filters). Stops at the end or at a group's `)`."""
    parts, literal = [], ""
    while at < len(text):
        mark = text[at]
        if depth and mark == ")" and text[at + 1:at + 2] in ("|", "}"):
            return [*parts, literal], at + 1
        if text[at:at + 2] in ("{{", "}}"):
            literal, at = literal + mark, at + 2
        elif mark != "{":
            literal, at = literal + mark, at + 1
        else:
            parts, literal, at, inner = [*parts, literal], "", at + 1, None
            if text[at] == "(":
                inner, at = parse(text, at + 1, depth + 1)
            end = text.index("}", at)
            name, *filters = text[at:end].split("|")
            parts.append((inner if inner is not None else name, filters))
            at = end + 1
    return [*parts, literal], at


def expand(template, parts):
    """The bytes of a template's text."""
    return written(parse(template)[0], parts)


def written(pieces, parts):
    whole = b""
    for piece in pieces:
        whole += piece.encode() if isinstance(piece, str) else placeholder(*piece, parts)
    return whole


def placeholder(value, filters, parts):
    try:
        if isinstance(value, list):
            found = written(value, parts)
        elif is_list(value):
            return list_text(entries(value, parts), filters, parts)
        elif value.startswith("header:") and filters and filters[0].startswith("join:"):
            found, filters = lines(value[7:], argument(filters[0][5:]), parts), filters[1:]
        else:
            found = value_of(value, parts)
    except (Missing, Unreadable) as error:
        found = Missing(str(error))
    return through(found, filters, parts)


def through(found, filters, parts):
    """A missing value stays missing until a filter says what stands in for it."""
    for name in filters:
        if isinstance(found, Missing):
            if name.startswith("or:"):
                found = argument(name[3:])
            elif name == "optional":
                found = b""
            continue
        try:
            found = filtered(found, name, parts.key)
        except Missing as error:
            found = error
    if isinstance(found, Missing):
        raise found
    return found


def lines(name, between, parts):
    values = parts.request.header(name)
    if not values:
        raise Missing(name)
    return between.join(values)


def value_of(value, parts):
    kind, _, name = value.partition(":")
    request = parts.request
    if name or kind in ("json", "json-text"):
        return {
            "config": lambda: parts.scheme.get("config", {}).get(name, "").encode(),
            "field": lambda: parts.field(name),
            "form": lambda: named(form_pairs(request.body), name),
            "header": lambda: only(request.header(name)),
            "json": lambda: scalar(json_text(request.body, name)),
            "json-text": lambda: json_text(request.body, name).encode("utf-8", "surrogateescape"),
            "query": lambda: named(form_pairs(request.url.query.encode()), name),
        }[kind]()
    found = {"timestamp": parts.timestamp, "id": parts.id}
    if kind in found:
        if found[kind] is None:
            raise Missing(kind)
        return found[kind]
    url = request.url
    texts = {
        "method": request.method, "url": url.text, "url-without-query": re.split("[?#]", url.text)[0],
        "origin": url.scheme + "://" + url.authority, "host": url.authority, "path": url.path, "query": url.query,
        "target": url.target,
    }
    return {"body": request.body, "secret": parts.key}[kind] if kind in ("body", "secret") else texts[kind].encode()


# Lists.

def is_list(value):
    return value in ("form", "query-pairs") or value.split(":")[0] in ("json-members", "headers", "list")


def entries(value, parts):
    """Key, value, and the value's JSON text where it has one."""
    kind, _, name = value.partition(":")
    if kind == "form":
        return [(*pair, None) for pair in form_pairs(parts.request.body)]
    if kind == "query-pairs":
        return [(*pair, None) for pair in form_pairs(parts.request.url.query.encode())]
    if kind == "list":
        return [(b"", value_of(item, parts), None) for item in name.split(",")]
    if kind == "headers":
        listed = [item for item in re.split(b"[ ,;]", parts.locate(name)) if item]
        return [(item, lines(item.decode("latin-1"), b", ", parts), None) for item in listed]
    text = json_text(parts.request.body, name)
    if text[:1] != "{":
        raise Missing(name)
    return [(key.encode(), member(child), child.encode("utf-8", "surrogateescape")) for key, child in members(text)]


def member(text):
    """Objects and arrays as they stand."""
    return text.encode("utf-8", "surrogateescape") if text[0] in "{[" else scalar(text)


def merged(pairs, between):
    whole = {}
    for key, value, source in pairs:
        whole[key] = (whole[key][0] + between + value, None) if key in whole else (value, source)
    return [(key, *rest) for key, rest in whole.items()]


def chosen(pairs, name, given):
    """The pairs after a filter that chooses, orders or merges; None for a filter of another kind."""
    if name == "except":
        return [pair for pair in pairs if not any(matches(key, pair[0]) for key in names(given))]
    if name == "only":
        return [pair for pair in pairs if any(matches(key, pair[0]) for key in names(given))]
    if name == "order":
        return [pair for key in names(given) for pair in pairs if pair[0] == key]
    if name == "merge":
        return merged(pairs, argument(given))
    if name == "unique":
        return list(dict.fromkeys(pairs))
    if name == "sort":
        return sorted(pairs, key=lambda pair: pair[0])
    if name == "sort-values":
        return sorted(pairs, key=lambda pair: pair[:2])
    if name == "lower-keys":
        return [(pair[0].lower(), *pair[1:]) for pair in pairs]
    if name == "non-empty":
        return [pair for pair in pairs if pair[1]]
    return None


def list_text(pairs, filters, parts):
    each = b"<k><v>"
    for index, text in enumerate(filters):
        name, _, given = text.partition(":")
        selected = chosen(pairs, name, given)
        if selected is not None:
            pairs = selected
        elif name == "each":
            each = argument(given)
        elif name in ("join", "json-object", "php-serialize"):
            return through(ended(pairs, name, argument(given), each), filters[index + 1:], parts)
        else:
            of_keys = name in ("urlencode", "form-urlencode", "escape")
            change = lambda value: filtered(value, text, parts.key)
            pairs = [(change(key) if of_keys else key, change(value), None) for key, value, _ in pairs]
    return ended(pairs, "join", b"", each)


def ended(pairs, name, between, each):
    if name == "json-object":
        texts = [json_string(key) + b":" + (json_string(value) if source is None else source)
                 for key, value, source in pairs]
        return b"{" + b",".join(texts) + b"}"
    if name == "php-serialize":
        texts = [b's:%d:"%s";' % (len(text), text) for pair in pairs for text in pair[:2]]
        return b"a:%d:{%s}" % (len(pairs), b"".join(texts))
    write = lambda pair: re.sub(b"<([kv])>", lambda match: pair[0] if match[1] == b"k" else pair[1], each)
    return between.join(map(write, pairs))


# Conditions.

def holds(condition, parts):
    return all(clause_holds(clause, parts) for clause in condition.split(" & "))


def clause_holds(clause, parts):
    wanted = not clause.startswith("!")
    clause = clause.lstrip("!") if not wanted else clause
    location, equals, text = clause.partition("=")
    if clause in ("body", "query"):
        is_so = bool(parts.request.body if clause == "body" else parts.request.url.query)
    elif equals and location == "method":
        is_so = parts.request.method == text
    else:
        try:
            is_so = parts.locate(location) == text.encode() or not equals
        except (Missing, Unreadable):
            is_so = False
        except Refused:
            # It is there twice: there, and equal to nothing.
            is_so = not equals
    return is_so == wanted
