"""Characters that were decoded wrongly or left encoded: mojibake, HTML entities, invisible ones.

Mojibake is UTF-8 that was read in another encoding. A sequence is repaired where it certainly is
one: written out in that encoding again its bytes are UTF-8, and its characters do not stand beside
one another in any language, such as â€œ. Of those that do (É», é…”) the neighbours must tell. This
works sequence by sequence, so that a text may be damaged in parts, or twice.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from html.entities import html5

from framing.cleaning.edits import Change

MOJIBAKE = "mojibake repaired"
ENTITIES = "HTML entities decoded"
INVISIBLE = "invisible characters dropped"


def _table(codec: str, also_latin_1: bool = False) -> dict[str, int]:
    """Character → byte, of the bytes from 0x80 in an encoding."""
    table = {chr(byte): byte for byte in range(0x80, 0x100)} if also_latin_1 else {}
    for byte in range(0x80, 0x100):
        try:
            table[bytes([byte]).decode(codec)] = byte
        except UnicodeDecodeError:
            continue
    return table


_CP1252 = _table("cp1252", also_latin_1=True)
_MAC_ROMAN = _table("mac_roman")
_CP1251 = _table("cp1251")


def _class(table: dict[str, int], first: int, last: int) -> str:
    characters = (char for char, byte in table.items() if first <= byte <= last)
    return "[" + "".join(map(re.escape, characters)) + "]"


def _sequences(table: dict[str, int]) -> tuple[str, str, str]:
    """Patterns for UTF-8 sequences of two, three and four bytes, as an encoding shows them."""
    follow = _class(table, 0x80, 0xBF)
    return (
        _class(table, 0xC2, 0xDF) + follow,
        _class(table, 0xE0, 0xEF) + follow + "{2}",
        _class(table, 0xF0, 0xF4) + follow + "{3}",
    )


_TWO, _THREE, _FOUR = _sequences(_CP1252)
_FOLLOW = _class(_CP1252, 0x80, 0xBF)
_HINT = re.compile(f"[\xc2-\xf4]{_FOLLOW}")
_RUN = re.compile(f"(?:{_FOUR}|{_THREE}|{_TWO})+")
_ONE = re.compile(f"{_FOUR}|{_THREE}|{_TWO}")
_MAC = re.compile(
    rf"‚Ä{_class(_MAC_ROMAN, 0x80, 0xBF)}|¬[†£©®∞´]"
    rf"|(?<=[^\W\d_])√{_class(_MAC_ROMAN, 0x80, 0xBF)}"
    rf"|√{_class(_MAC_ROMAN, 0x80, 0xBF)}(?=[a-z])"
)
_CYRILLIC = re.compile(
    f"вЂ{_class(_CP1251, 0x80, 0xBF)}|(?:[РС]{_class(_CP1251, 0x80, 0xBF)}){{3,}}"
)
_GBK = re.compile("鈥[\u4e00-\u9fff]")
# A closing mark whose last byte is lost (0x9D is no character in cp1252).
_CUT = re.compile(f"(?<=[.,!?])â€[\ufffd?]|â€\ufffd|â€(?!{_FOLLOW})")
# A space of no break, which another program has made an ordinary one.
_SPACE = re.compile(r"(?<=[a-zß-ÿ\d.,;:!?\"'”’)])Â(?=[ \n]|\Z)")
_GRAVE = re.compile(r"(?<![A-Z])Ã {1,2}(?=[-a-z])")
_C1 = re.compile("[\x80-\x84\x86-\x9f]")
_ENTITY = re.compile(
    r"&(?:amp;|#0{0,4}38;|#[xX]0{0,4}26;)*"
    r"((?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)"
)
_NO_WORDS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"  # scripts that part words by U+200B
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f\xad\u2060\ufeff\ufffc]")
_NO_WIDTH = re.compile(f"(?<![{_NO_WORDS}])\u200b+(?![{_NO_WORDS}])")
_STOPS = frozenset("“”‘’«»‹›„‚…–—•")  # may follow a letter, in the range of later bytes


def mojibake(text: str) -> list[Change]:
    """Sequences that were UTF-8 and became something else; once, if it happened twice."""
    if text.isascii():
        return []
    found: list[Change] = []
    if _HINT.search(text):
        found += _read_as_cp1252(text)
    if "√" in text or "¬" in text or "‚Ä" in text:
        found += _decoded(_MAC, text, _MAC_ROMAN)
    if "Р" in text or "С" in text or "вЂ" in text:
        found += _decoded(_CYRILLIC, text, _CP1251)
    if "鈥" in text:
        found += _read_as_gbk(text)
    if "â€" in text:
        found += [_change(match, "”") for match in _CUT.finditer(text)]
    if "Â" in text:
        found += [_change(match, "") for match in _SPACE.finditer(text)]
    if "Ã " in text and found:
        found += [_change(m, "à" + " " * (text[m.end()] != "-")) for m in _GRAVE.finditer(text)]
    found += _left_over(text)
    return _apart(found)


def _read_as_cp1252(text: str) -> Iterator[Change]:
    """UTF-8 read as Windows-1252 or Latin-1."""
    doubtful: list[tuple[str, Change]] = []
    leads: set[str] = set()
    for run in _RUN.finditer(text):
        sequences = list(_ONE.finditer(run[0]))
        long = len(sequences) >= 3 or sum(len(s[0]) > 2 for s in sequences) >= 2
        for sequence in sequences:
            start, end = run.start() + sequence.start(), run.start() + sequence.end()
            decoded = _decode(sequence[0], _CP1252)
            if decoded is None:
                continue
            change = Change(start, end, decoded, MOJIBAKE)
            if long or _certain(text, change):
                leads.add(sequence[0][0])
                yield change
            else:
                doubtful.append((sequence[0][0], change))
    # Short words of a text whose long ones are damaged
    yield from (c for lead, c in doubtful if lead in leads and lead not in "ÂÃÄÅâ")


def _certain(text: str, change: Change) -> bool:
    """Whether a single sequence can be nothing else, by what stands around it."""
    lead, last = text[change.start], text[change.end - 1]
    before = text[change.start - 1 : change.start] or " "
    after = text[change.end : change.end + 1] or " "
    if lead in "âð":
        return True
    if lead == "Â":
        return not before.isupper()
    if lead == "ï":
        return change.replacement == "\ufeff"
    if lead not in "ÃÄÅ" and not (lead == "á" and "\u1e00" <= change.replacement <= "\u1eff"):
        return False
    return last not in _STOPS or after.isalpha()


def _decode(sequence: str, table: dict[str, int]) -> str | None:
    try:
        decoded = bytes(table[char] for char in sequence).decode()
    except (KeyError, UnicodeDecodeError):
        return None
    return None if "\ufffd" in decoded else decoded


def _decoded(pattern: re.Pattern[str], text: str, table: dict[str, int]) -> list[Change]:
    pairs = ((match, _decode(match[0], table)) for match in pattern.finditer(text))
    return [_change(match, decoded) for match, decoded in pairs if decoded is not None]


def _read_as_gbk(text: str) -> Iterator[Change]:
    """UTF-8 read as GBK, in which a mark takes the letter behind it along."""
    for match in _GBK.finditer(text):
        try:
            yield _change(match, match[0].encode("gbk").decode())
        except UnicodeError:
            continue


def _left_over(text: str) -> list[Change]:
    """Windows-1252 read as Latin-1."""
    known = {char: bytes([ord(char)]).decode("cp1252", "ignore") for char in set(_C1.findall(text))}
    return [_change(match, known[match[0]]) for match in _C1.finditer(text)] if known else []


def _change(match: re.Match[str], replacement: str) -> Change:
    return Change(match.start(), match.end(), replacement, MOJIBAKE)


def _apart(changes: list[Change]) -> list[Change]:
    """In order, without those that overlap an earlier one."""
    kept: list[Change] = []
    for change in sorted(changes):
        if not kept or change.start >= kept[-1].end:
            kept.append(change)
    return kept


def entities(text: str) -> list[Change]:
    """Characters written as in HTML: `&amp;`, `&#8217;`, `&nbsp;`."""
    if "&" not in text:
        return []
    found = []
    for match in _ENTITY.finditer(text):
        name = match[1]
        known = html.unescape("&" + name) if name[0] == "#" else html5.get(name, "&" + name)
        if known != match[0] and known != "\ufffd":
            found.append(Change(match.start(), match.end(), known.replace("\xa0", " "), ENTITIES))
    return found


def invisible(text: str) -> list[Change]:
    """Controls, soft hyphens and other characters without width that stand within words.

    Spaces without break stay: they are white space to all that follows.
    """
    found = [*_INVISIBLE.finditer(text)]
    if "\u200b" in text:
        found += _NO_WIDTH.finditer(text)
    return sorted(Change(match.start(), match.end(), "", INVISIBLE) for match in found)
