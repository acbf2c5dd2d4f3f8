"""Which encoding a file of text is in, and its text with the undecodable marked."""

from __future__ import annotations

import codecs
import re
from pathlib import Path
from typing import BinaryIO, TextIO

_BLOCK = 1 << 20  # bytes looked at a time
_SAMPLE = 1 << 14  # bytes of telling lines shown to the detector
_MARKS = [
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]
# Single-byte code pages for Latin letters: short texts do not tell them apart, and the web's is
# cp1252.
_WESTERN = re.compile(
    r"ascii|latin_1|iso8859_(1|9|10|14|15)$|mac_roman|hp_|cp(037|1026|1140|125[24]|437|500|85\d|86\d)"
)
_ACCENTED = rb"[\x80-\xff](?<![\x80\x85\x91-\x97\xa0\xa3\xab\xb0\xb7\xbb])"  # not marks of cp125x
UNDECODABLE = "framing-undecodable"


def _mark(error: UnicodeError) -> tuple[str, int]:
    """Each undecodable byte as the lone surrogate U+DC00 + byte, which no valid text holds."""
    assert isinstance(error, UnicodeDecodeError)
    bad = error.object[error.start : error.end]
    return "".join(chr(0xDC00 + byte) for byte in bad), error.end


codecs.register_error(UNDECODABLE, _mark)


def open_text(path: Path, encoding: str) -> TextIO:
    """The file as text, line ends as they are and undecodable bytes marked by lone surrogates."""
    return path.open(encoding=encoding, errors=UNDECODABLE, newline="")


def detect_encoding(path: Path) -> str:
    """The name of the encoding: by its byte order mark, UTF-8 if it can be read so, or by guess."""
    with path.open("rb") as file:
        return encoding_in(file)


def encoding_in(file: BinaryIO, declared: str | None = None) -> str:
    """As `detect_encoding`, where the content may name an encoding itself.

    What it declares is believed before a guess, but not before what the bytes say.
    """
    head = file.read(_BLOCK)
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    if wide := _without_mark(head):
        return wide
    decoder = codecs.getincrementaldecoder("utf-8")()
    block, seen = head, b""
    try:
        while block:
            if not block.isascii():
                seen = block
            decoder.decode(block)
            block = file.read(_BLOCK)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        guess = _guess(block if seen is block else seen + block)
        return guess if guess == "utf-8" else _known(declared) or guess
    return "utf-8"


def _known(declared: str | None) -> str | None:
    """The Python name of a declared encoding of text; of the Latin ones the web means cp1252."""
    try:
        name = codecs.lookup((declared or "").strip()).name
        "é".encode().decode(name, "replace")
    except (LookupError, ValueError):
        return None
    if name.startswith(("utf", "unicode", "raw", "punycode", "charmap")):
        return None
    return "cp1252" if name in ("ascii", "iso8859-1") else name


def _without_mark(head: bytes) -> str | None:
    """UTF-16 without a byte order mark: every second byte of ASCII characters is zero."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    if 5 * (even + odd) < len(head) or not head:
        return None
    if odd > 20 * even:
        return "utf-16-le"
    return "utf-16-be" if even > 20 * odd else None


def _guess(data: bytes) -> str:
    """The encoding of bytes that are not valid UTF-8."""
    text = data.decode("utf-8", errors="replace")
    bad = text.count("\ufffd")
    if sum(map(len, re.findall(r"[^\x00-\x7f\ufffd]+", text))) >= bad:
        return "utf-8"  # with damage here and there
    lines = [line for line in data.splitlines() if not line.isascii()]
    sample = b"\n".join(lines)[:_SAMPLE]
    runs = re.findall(rb"[\x80-\xff]+", sample)
    latin = len(b"".join(runs)) < 1.5 * len(runs)  # elsewhere most letters have the high bit
    accented = len(re.findall(_ACCENTED, sample))
    if latin and accented < max(20, 0.03 * len(re.findall(rb"[A-Za-z]", sample))):
        return "cp1252"  # curly quotation marks, and a foreign name here and there

    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    if best is None or _WESTERN.match(best.encoding) or (latin and best.multi_byte_usage > 0):
        return "cp1252"
    if best.encoding.startswith("utf"):  # without the mark that it needs
        return "cp1252"
    return best.encoding
