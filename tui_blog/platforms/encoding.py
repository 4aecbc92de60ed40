"""From bytes to text: which encoding a feed or a page is really in (feeds.md §8.1)."""

import codecs
import re
import zlib

INFLATE_CEILING = 16 * 1024 * 1024
"""Bytes; a body packed twice is unpacked no further."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDE_STARTS = {b"\x00<": "utf-16-be", b"<\x00": "utf-16-le", b"\x00{": "utf-16-be", b"{\x00": "utf-16-le"}
# What is declared, and what it means in practice (the WHATWG Encoding Standard, "Names and labels").
_WIDER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
    "tis-620": "cp874",
    "iso8859-9": "cp1254",
}
# Python has codecs that are no encodings of text ("zip", "unicode_escape"), and slow ones ("punycode").
_ENCODINGS = re.compile(
    r"ascii|utf-8|utf-16(-[lb]e)?|(cp|gb)\w+|iso8859-\d+|(koi8|mac)[-_]\w+|(shift_jis|euc_|big5|iso2022_)\w*"
    r"|hz|johab|tis-620|ptcp154"
)
# Windows-1252 where it differs from Latin-1; its five gaps were kept as they are by whoever encoded twice.
_TO_BYTES = {
    ord(sign): byte for byte in range(0x80, 0xA0) if (sign := bytes([byte]).decode("cp1252", "ignore"))
}
_SEVEN_BIT = frozenset({"iso2022_jp", "hz"})
_NON_ASCII = re.compile(r"[^\x00-\x7f]+")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([^\s\"';]+)", re.IGNORECASE)
_TWICE = re.compile(rb"\xc3[\x82-\x9f]\xc2[\x80-\xbf]|\xc3\xa2\xe2\x82\xac")
"""The bytes of "Ã©" and of "â€": what UTF-8 looks like that was taken for Windows-1252 and encoded again."""
_FEWEST_TWICE = 3
_DECLARATION = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([^\"']{1,40})", re.IGNORECASE)
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([^\s\"'/>;]{1,40})", re.IGNORECASE)
_XML_DECLARATION = re.compile(r"\s*<\?xml\b[^>]*\?>", re.IGNORECASE)
_ASCII_DECLARATION = re.compile(rb"\s*<\?xml\b[^>]*\?>", re.IGNORECASE)


def decode(body: bytes, content_type: str | None) -> str:
    """Decode a body: a byte order mark, then bytes that are UTF-8, then what was declared, then windows-1252.

    Declarations are wrong so often that valid UTF-8 wins over all of them. Never raises.
    The XML declaration is dropped, since it speaks of the bytes.
    """
    body = _unpacked(body)
    text = _by_mark(body)
    return _by_declaration(body, content_type or "") if text is None else text


def _is_encoded_twice(body: bytes) -> bool:
    """Whether all of a body was encoded once too often; one that only quotes such signs was not."""
    if len(_TWICE.findall(body)) < _FEWEST_TWICE:
        return False
    return _encoded_once(body.decode("utf-8", "replace")) is not None


def _encoded_once(text: str) -> str | None:
    try:
        return text.translate(_TO_BYTES).encode("latin-1").decode("utf-8")
    except UnicodeError:
        return None


def is_seven_bit(body: bytes, content_type: str | None) -> bool:
    """Whether an encoding is declared in which other scripts look like ASCII."""
    return any(_codec(label) in _SEVEN_BIT for label in _declared(body, content_type or ""))


def _unpacked(body: bytes) -> bytes:
    """Unpack a file that is served packed without a word about it (feed.xml.gz), up to the ceiling."""
    if not body.startswith(b"\x1f\x8b"):
        return body
    try:
        return zlib.decompressobj(wbits=16 + zlib.MAX_WBITS).decompress(body, INFLATE_CEILING)
    except zlib.error:
        return body


def _by_mark(body: bytes) -> str | None:
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return _without_declaration(body[len(mark) :].decode(encoding, "replace"))
    for start, encoding in _WIDE_STARTS.items():
        if body.startswith(start):
            return _without_declaration(body.decode(encoding, "replace"))
    return None


def _without_declaration(text: str) -> str:
    return _XML_DECLARATION.sub("", text, count=1) if text[:200].lstrip().startswith("<?xml") else text


def _by_declaration(body: bytes, content_type: str) -> str:
    declared = [name for name in map(_codec, _declared(body, content_type)) if name]
    seven_bit = [name for name in declared if name in _SEVEN_BIT]
    declaration = _ASCII_DECLARATION.match(body)
    # Dropped before decoding: the text of a whole feed is not worth a second copy.
    body = body[declaration.end() :] if declaration else body
    if _is_encoded_twice(body):
        return _encoded_once(body.decode("utf-8")) or ""
    for encoding in (*seven_bit, "utf-8"):
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            continue
    return _damaged_utf8(body) or _first_that_fits(body, (*declared, "cp1252"))


def _damaged_utf8(body: bytes) -> str | None:
    """A text that is UTF-8 but for a few broken bytes; None where the broken ones prevail."""
    text = body.decode("utf-8", "replace")
    damaged = text.count("\ufffd")
    sound = sum(map(len, _NON_ASCII.findall(text))) - damaged
    return text if sound > 2 * damaged else None


def _first_that_fits(body: bytes, encodings: tuple[str, ...]) -> str:
    for encoding in encodings:
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            continue
    return body.decode(encodings[0], "replace")


def _declared(body: bytes, content_type: str) -> list[str]:
    """The labels that the header, the XML declaration and the page give, in this order."""
    found = _CHARSET.search(content_type)
    head = body[:2048]
    inside = [match[1].decode("ascii", "replace") for p in (_DECLARATION, _META) if (match := p.search(head))]
    return ([found[1]] if found else []) + inside


def _codec(label: str) -> str | None:
    try:
        name = codecs.lookup(label.strip()).name
    except (LookupError, ValueError):
        return None
    return _WIDER.get(name, name) if _ENCODINGS.fullmatch(name) else None
