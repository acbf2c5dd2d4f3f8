"""The paragraphs of an RTF document, read in one pass however it is nested."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from framing.errors import FramingError
from framing.readers.encoding import UNDECODABLE
from framing.readers.paragraphs import Document, Paragraph

if TYPE_CHECKING:
    from framing.readers.formats import Head

_LARGEST = 400_000_000  # bytes
_TOKEN = re.compile(
    r"\\(?P<word>[A-Za-z]{1,32})(?P<number>-?\d{1,10})?[ ]?|\\'(?P<hex>[0-9A-Fa-f]{2})"
    r"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)|\\(?P<sign>[^A-Za-z])|(?P<other>[\r\n]+|\\)",
    re.DOTALL,
)
_ADDRESS = re.compile(r'HYPERLINK\s+"([^"]*)"', re.IGNORECASE)
# What is said beside the text: it is not read.
_ASIDE = set(
    "annotation atnid atnauthor bkmkend colortbl datafield datastore filetbl fldtype footer footerf"
    " footerl footerr formfield ftncn ftnsep ftnsepc generator header headerf headerl headerr info"
    " latentstyles listtable listoverridetable listtext nonshppict objclass objdata object objname"
    " pict pntext pnseclvl private revtbl rsidtbl stylesheet tc template themedata upr userprops"
    " xe xmlnstbl".split()
)
_SIGNS = {"~": "\N{NO-BREAK SPACE}", "_": "\N{NON-BREAKING HYPHEN}", "{": "{", "}": "}", "\\": "\\"}
_WORDS = {
    **{"line": "\n", "lbr": "\n", "tab": "\t", "emdash": "—", "endash": "–", "bullet": "•"},
    **{"lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”"},
    **{"emspace": "\u2003", "enspace": "\u2002", "qmspace": "\u2005"},
}
_ENDS = {"par": "par", "sect": "par", "page": "par", "cell": "cell", "nestcell": "cell"}
_CHARSETS = {
    **{0: 1252, 128: 932, 129: 949, 134: 936, 136: 950, 161: 1253, 162: 1254, 163: 1258},
    **{177: 1255, 178: 1256, 186: 1257, 204: 1251, 222: 874, 238: 1250, 255: 850},
}
_CUT = "the file is cut short here"


class _State(NamedTuple):
    """What holds within a group."""

    into: str = "text"  # or "aside", "mark", "link", "note", "fonts"
    bold: bool = False
    skip: int = 1  # characters that follow a Unicode one for readers that don't know it
    font: int = -1


def is_rtf(head: Head) -> bool:
    """Whether a file is RTF, whatever its name."""
    return head.bytes.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{\\rtf")


def read_rtf_paragraphs(path: Path, source: str) -> Document:
    """The paragraphs of an RTF file; of one that is cut short, those before the cut."""
    if path.stat().st_size > _LARGEST:
        raise FramingError(f"{source} is larger than {_LARGEST // 1_000_000} MB; split it.")
    data = path.read_bytes()
    paragraphs, whole = rtf_paragraphs(data[max(data.find(b"{"), 0) :])
    return Document(paragraphs, "rtf", broken=None if whole else _CUT)


def rtf_paragraphs(data: bytes) -> tuple[list[Paragraph], bool]:
    """The paragraphs of RTF, and whether all of its groups are closed.

    >>> rtf_paragraphs(rb"{\\rtf1\\ansi {\\b Length:} 3\\~words\\par caf\\'e9}")[0]
    [Paragraph(text='Length: 3\\xa0words', bold=7, ...), Paragraph(text='café', ...)]
    """
    reading = _Reading()
    whole = reading.read(data.decode("latin-1"))
    return reading.paragraphs, whole


class _Reading:
    def __init__(self) -> None:
        self.paragraphs: list[Paragraph] = []
        self._state = _State()
        self._stack: list[_State] = []
        self._star = False
        self._skipping = 0  # characters
        self._pieces: list[str] = []
        self._length = self._bold = 0
        self._heading = False
        self._marks: list[str] = []
        self._links: list[str] = []
        self._notes: list[str] = []
        self._aside: list[str] = []  # the text of a bookmark, a link or a note
        self._bytes = bytearray()  # not yet decoded
        self._codec = "cp1252"
        self._fonts: dict[int, str] = {}
        self._does: dict[str, Callable[[int], None]] = {
            **dict.fromkeys(_ASIDE, lambda _: self._go("aside")),
            **{word: self._ended(end) for word, end in _ENDS.items()},
            **{word: self._says(text) for word, text in _WORDS.items()},
            "row": lambda _: self._row(),
            "nestrow": lambda _: self._row(),
            "b": lambda number: self._set(bold=number != 0),
            "plain": lambda _: self._set(bold=False),
            "pard": lambda _: self._set_heading(False),
            "outlinelevel": lambda number: self._set_heading(number == 0),
            "uc": lambda number: self._set(skip=max(0, min(number, 9))),
            "u": self._unicode,
            "f": lambda number: self._set(font=number),
            "fonttbl": lambda _: self._go("fonts"),
            "fcharset": self._charset,
            "ansicpg": self._codepage,
            "footnote": lambda _: self._go("note"),
            "shptxt": lambda _: self._set(into="text"),
        }
        self._starred = {"bkmkstart": "mark", "fldinst": "link"}

    def read(self, text: str) -> bool:
        at, token = 0, _TOKEN.match
        while found := token(text, at):
            at = found.end()
            kind = found.lastgroup
            if kind == "text":
                self._plain(found.group())
            elif kind == "hex":
                self._byte(int(found["hex"], 16))
            elif kind == "brace":
                self._flush()
                self._skipping = 0
                if found.group() == "{":
                    self._stack.append(self._state)
                elif not self._close():
                    break  # what follows the document is no part of it
            elif kind == "sign":
                self._sign(found["sign"])
            elif kind in ("word", "number"):
                if found["word"] == "bin":
                    at += max(0, int(found["number"] or 0))
                else:
                    self._word(found["word"], found["number"])
        whole = not self._stack
        while self._stack:
            self._close()
        self._flush()
        if self._length or self._marks:
            self._emit("par")
        return whole

    def _word(self, word: str, number: str | None) -> None:
        if self._bytes:
            self._flush()
        star, self._star = self._star, False
        if self._skipping:
            self._skipping -= 1
            if word in _WORDS:  # a sign, for readers that don't know the one before
                return
        if word in self._starred:
            self._go(self._starred[word])
        elif star and word != "shptxt":
            self._go("aside")
        elif word in self._does and (self._state.into != "aside" or word == "shptxt"):
            self._does[word](1 if number is None else int(number))

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self._star = True
        elif sign in "\r\n":
            self._flush()
            if self._state.into == "text":
                self._emit("par")
        elif sign in _SIGNS:
            self._plain(_SIGNS[sign], known=True)

    def _plain(self, text: str, known: bool = False) -> None:
        """Text that stands for itself; its bytes were read as Latin-1, unless it is `known`."""
        if self._skipping:
            taken = min(self._skipping, len(text))
            self._skipping -= taken
            text = text[taken:]
        if self._state.into == "aside" or not text:
            return
        if not known and not text.isascii():
            text = self._decoded(text.encode("latin-1"))
        self._flush()
        self._add(text)

    def _byte(self, byte: int) -> None:
        if self._skipping:
            self._skipping -= 1
        elif self._state.into != "aside":
            self._bytes.append(byte)

    def _unicode(self, number: int) -> None:
        self._skipping = self._state.skip
        self._add(chr(number % 0x10000))

    def _flush(self) -> None:
        if self._bytes:
            data, self._bytes = bytes(self._bytes), bytearray()
            self._add(data.decode(self._fonts.get(self._state.font, self._codec), UNDECODABLE))

    def _decoded(self, data: bytes) -> str:
        """Bytes that should have been written as escapes: UTF-8 if they can be read so."""
        try:
            return data.decode()
        except UnicodeDecodeError:
            return data.decode(self._fonts.get(self._state.font, self._codec), UNDECODABLE)

    def _add(self, text: str) -> None:
        if self._state.into == "text":
            if self._bold == self._length and (self._state.bold or not text.strip()):
                self._bold += len(text)
            self._length += len(text)
            self._pieces.append(text)
        elif self._state.into in ("mark", "link", "note"):
            self._aside.append(text)

    def _close(self) -> bool:
        """Leave a group; False if it was the outermost."""
        if not self._stack:
            return False
        inner, self._state = self._state.into, self._stack.pop()
        if inner != self._state.into and inner in ("mark", "link", "note"):
            said = "".join(self._aside)
            self._aside.clear()
            if inner == "mark":
                self._marks.append(said.strip())
            elif inner == "note":
                self._notes.append(said.strip())
            elif address := _ADDRESS.search(said):
                self._links.append(address[1])
        return bool(self._stack)

    def _emit(self, end: str) -> None:
        text = _paired("".join(self._pieces))
        marks, links = tuple(self._marks), tuple(self._links)
        self.paragraphs.append(Paragraph(text, self._bold, self._heading, marks, links, end))
        self.paragraphs += [Paragraph(note) for note in self._notes]
        for gathered in (self._pieces, self._marks, self._links, self._notes):
            gathered.clear()
        self._length = self._bold = 0

    def _row(self) -> None:
        if self._length:
            self._emit("row")
        elif self.paragraphs:
            self.paragraphs[-1] = self.paragraphs[-1]._replace(end="row")

    def _go(self, into: str) -> None:
        if self._state.into != "aside":
            self._set(into=into)

    def _set(self, **what: object) -> None:
        self._state = self._state._replace(**what)  # type: ignore[arg-type]

    def _set_heading(self, heading: bool) -> None:
        self._heading = heading

    def _ended(self, end: str) -> Callable[[int], None]:
        return lambda _: self._emit(end) if self._state.into == "text" else self._add("\n")

    def _says(self, text: str) -> Callable[[int], None]:
        return lambda _: self._add(text)

    def _charset(self, number: int) -> None:
        if self._state.into == "fonts" and number in _CHARSETS:
            self._fonts[self._state.font] = f"cp{_CHARSETS[number]}"

    def _codepage(self, number: int) -> None:
        name = "utf-8" if number == 65001 else f"cp{number}"
        try:
            codecs.lookup(name)
        except LookupError:
            return
        self._codec = name


def _paired(text: str) -> str:
    """The text with each pair of surrogates as the character that it stands for."""
    if text.isascii() or not re.search(r"[\ud800-\udbff][\udc00-\udfff]", text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
