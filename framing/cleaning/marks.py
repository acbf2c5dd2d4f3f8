"""Quotation marks and apostrophes that were lost to `?`, U+FFFD or `"`.

A mark is put back where nothing else can have stood there: an apostrophe before the end of a
contraction (don?t), a pair that opens before a word and closes behind one (?We will,? he said).
What a question mark tells, it tells in English only; U+FFFD is a lost character in any language.
Whether double or single marks were lost cannot be told: double ones are put back. Where a mark
remains in doubt it is left as it is, and the article is flagged.

Three programs' damage is known: curly marks that all became `?`, or U+FFFD; and marks read as GBK
and then made ASCII, where the mark shows as `"` and the space behind it as `?` (didn"t; "Yes,"?she
said). Of the last, opening marks are straight already, so straight ones are put back.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from framing.cleaning.edits import Change

RESTORED = "quotation marks restored"
HYPHENS = "stray hyphens dropped"
MARKS_LOST = "flagged: quotation marks lost"
CHARACTERS_LOST = "flagged: characters lost"

_COMMON = (" the ", " and ", " of ", " to ", " that ", " he ", " said ", " was ", " is ")
_SAMPLE = 1_500  # characters by which a text is told to be English
_SHARE = 0.06  # of its words are then among the common ones (.17 is usual)

# Before which words' last letters an apostrophe belongs
_ENDS = {
    "m": "i",
    "ve": "i we you they could should would might must who what there",
    "re": "we you they who what where there how that",
    "ll": "i you he she it we they that there this who what",
    "d": "i you he she it we they that there who how where",
}
_BEFORE = {end: frozenset(words.split()) for end, words in _ENDS.items()}
# One or three bytes were a mark, two of them a letter.
_LOST = {"?": r"\?", "\ufffd": r"\ufffd(?<!\ufffd\ufffd)(?:\ufffd\ufffd|(?!\ufffd))"}
_MARK = {lost: re.compile(pattern) for lost, pattern in _LOST.items()}
_APOSTROPHE = {
    lost: re.compile(rf"{pattern}(s|t|d|m|re|ve|ll)(?![\w=&/\ufffd-])", re.IGNORECASE)
    for lost, pattern in _LOST.items()
}
_WORD_BEFORE = re.compile(r"[^\W\d_]+\Z")
_LONGEST_WORD = 40
_LETTER = re.compile(r"\?+(?<=[^\W\d_]\?)[^\W\d_]|\ufffd(?:\ufffd|(?<=[^\W\d_]\ufffd)[^\W\d_])")

_GBK = re.compile(r"""\"(?:(?<=[.,!?]")\?[A-Za-z"]|(?<=n")t\b)""")
_GBK_MARK = re.compile(r'"[?\ufffd]?')


def is_english(text: str, language: object = None) -> bool:
    """Whether the article is in English: by its `language`, or else by its commonest words."""
    if isinstance(language, str):
        return language.casefold().startswith("en")
    sample = f" {text[:_SAMPLE]} ".casefold()
    return sum(map(sample.count, _COMMON)) > _SHARE * (sample.count(" ") - 2)


def damaged(text: str) -> bool:
    """Whether there may be something to put back or to flag."""
    return "\ufffd" in text or ("?" in text and _HINT.search(text) is not None)


# Where no question mark stands: don?t, ?Yes, no,?
_HINT = re.compile(
    r"""\?(?:(?<=[^\W\d_]\?)[a-zA-Z]|(?<=\s\?)\w|(?<!.\?)\w|(?<=[.,]\?)(?=\s|\Z)|(?<="\?))"""
)


def restored(text: str, english: bool) -> list[Change]:
    """The marks that can be put back."""
    if _GBK.search(text):
        return _after_gbk(text)
    if "\ufffd" in text:
        return sorted(_of_one_kind(text, "\ufffd"))
    return sorted(_of_one_kind(text, "?")) if english else []


def _of_one_kind(text: str, lost: str) -> list[Change]:
    """What can be put back where curly marks all became the same character."""
    found = _apostrophes(text, lost)
    taken = {change.start for change in found}
    start = 0
    for line in text.split("\n"):
        if lost in line:
            found += _pairs(text, start, start + len(line), lost, taken)
        start += len(line) + 1
    if lost == "?" and all(change.replacement == "—" for change in found):
        return []  # some put a space before question marks
    return found


def hyphens(text: str) -> list[Change]:
    """Hyphens that stand where a space without break was, behind a sentence: `.- The`."""
    if ".- " not in text and "?- " not in text:
        return []
    return [Change(match.start(), match.end(), "", HYPHENS) for match in _HYPHEN.finditer(text)]


_HYPHEN = re.compile(r'-(?<=[.!?]-)(?= +[A-Z"“])')


def _contraction(word: str, end: str) -> bool:
    if end == "t":
        return word.endswith("n")
    return word in _BEFORE[end]


def _apostrophes(text: str, lost: str) -> list[Change]:
    words: set[str] | None = None  # of the text, where letters were lost too
    found = []
    for match in _APOSTROPHE[lost].finditer(text):
        word = _word_before(text, match.start())
        fits = bool(word)
        if fits and match[1] in "sS":
            if words is None:
                words = set(_WHOLE.findall(text)) if _letters_lost(text, lost) else set()
            fits = not words or word in words
        elif fits:
            fits = _contraction(word.casefold(), match[1].casefold())
        if fits:
            found.append(Change(match.start(), match.start(1), "’", RESTORED))
    return found


def _word_before(text: str, at: int) -> str:
    match = _WORD_BEFORE.search(text, max(0, at - _LONGEST_WORD), at)
    return match[0] if match else ""


def _letters_lost(text: str, lost: str) -> bool:
    """Whether letters were lost too, as in D??il: then a lost é may stand before an s."""
    apostrophes = {match.start() for match in _APOSTROPHE[lost].finditer(text)}
    return any(match.start() not in apostrophes for match in _LETTER.finditer(text))


# A word that is in the text whole
_WHOLE = re.compile(r"(?<![\w?\ufffd])[^\W\d_]+(?![\w?\ufffd])")


class _Lost(NamedTuple):
    start: int
    end: int
    role: str  # "opens", "closes", "apostrophe" (or closes), "dash" or ""


def _pairs(text: str, start: int, end: int, lost: str, taken: set[int]) -> list[Change]:
    """Marks of a paragraph that open and close in turn; apostrophes after s; dashes."""
    found: list[Change] = []
    opened: _Lost | None = None
    perhaps: list[_Lost] = []

    def close(mark: _Lost | None) -> None:
        if opened and mark:
            found.append(Change(opened.start, opened.end, "“", RESTORED))
            found.append(Change(mark.start, mark.end, "”", RESTORED))

    for match in _MARK[lost].finditer(text, start, end):
        if match.start() in taken:
            continue
        mark = _role(text, match, start, end)
        if mark.role == "dash":
            found.append(Change(mark.start, mark.end, "—", RESTORED))
        elif mark.role == "opens":
            close(perhaps[0] if len(perhaps) == 1 else None)
            opened, perhaps = mark, []
        elif mark.role == "closes":
            close(mark)
            opened, perhaps = None, []
        elif mark.role == "apostrophe" and opened:
            perhaps.append(mark)
        elif mark.role == "apostrophe":
            found.append(Change(mark.start, mark.end, "’", RESTORED))
    carried_on = _MARK[lost].match(text, _next_line(text, end))
    close(perhaps[0] if len(perhaps) == 1 and not carried_on else None)
    return found


def _next_line(text: str, end: int) -> int:
    while end < len(text) and text[end].isspace():
        end += 1
    return end


def _role(text: str, match: re.Match[str], start: int, end: int) -> _Lost:
    at, behind = match.span()
    before = text[at - 1] if at > start else " "
    after = text[behind] if behind < end else " "
    question = match[0] == "?"
    role = ""
    if before.isspace() and after == " " and start < at and behind < end:
        role = "dash" if text[at - 2 : at - 1] not in (".", "?", "!") else ""
    elif before.isspace() or before in "([—–":
        role = "opens" if after.isalpha() or after in "’'[" else ""
    elif after.isspace() or after in ".,;:)]—–":
        following = text[behind + 1 : behind + 2] if after == " " else ""
        if before in ".,!" or (before == "?" and not (question and text[at - 2] in ".,!?")):
            role = "closes"
        elif not (before.isalnum() or before in "…%)’]"):
            role = ""
        elif before in "sxz" and following.islower():
            role = "apostrophe"
        elif not after.isspace() or following.islower():
            role = "closes"
    return _Lost(at, behind, role)


def _after_gbk(text: str) -> list[Change]:
    """Marks that were read as GBK: `"`, and `?` for what stood behind."""
    found: list[Change] = []
    open_ = False
    for match in _GBK_MARK.finditer(text):
        at, end = match.span()
        mark = match[0][1:]
        before = text[at - 1] if at else " "
        after = text[end] if end < len(text) else " "
        starts = before.isspace() or before in "([—–-"
        if after == "\ufffd" or (found and found[-1].end > at):
            continue
        if mark != "?" and _belongs_to_word(text, at, end):
            found.append(Change(at, end, "’", RESTORED))
        elif mark == "":
            open_ = starts
        elif mark == "\ufffd" and starts and (after.isalpha() or after == "["):
            found.append(Change(at + 1, end, "", RESTORED))
            open_ = True
        elif mark == "?" and (before in ".," or (before in "!?" and after != " ")):
            if after.isalpha() or after in '"([ ':
                found.append(Change(at + 1, end, " " * (not after.isspace()), RESTORED))
                open_ = False
        elif mark == "?" and starts and (after.isalpha() or after in "( "):
            dash = at - (before == "-" and text[at - 2 : at - 1].isspace())
            if text[dash - 1 : dash].isspace():
                found.append(Change(dash, end, "—" + " " * (after != " "), RESTORED))
        elif mark == "?" and before.isalnum() and _DASH_BEHIND.match(text, end):
            found.append(Change(at + 1, end + 2, " — ", RESTORED))
            open_ = False
        elif mark == "?" and before.isalnum() and (after.isalnum() or after == "("):
            if open_ and not (before == "s" and after.islower() and _closes_later(text, end)):
                found.append(Change(at + 1, end, " ", RESTORED))
                open_ = False
            elif before == "s" and after.islower():
                found.append(Change(at, end, "’ ", RESTORED))
    return found


_DASH_BEHIND = re.compile(r'"\?(?=[A-Za-z])')


def _closes_later(text: str, start: int) -> bool:
    """Whether the next mark closes."""
    at = text.find('"', start)
    return at > 0 and not text[at - 1].isspace() and text[at - 1] not in "([—–-"


def _belongs_to_word(text: str, at: int, end: int) -> bool:
    """Whether don"t or I"ve stands around the mark."""
    rest = _END.match(text, end)
    return rest is not None and _contraction(_word_before(text, at).casefold(), rest[0])


_END = re.compile(r"(?:t|d|m|re|ve|ll)(?!\w)")

# What remains: as above, for a search that is quick where there is nothing
_QUESTION_LEFT = re.compile(
    r"""\?(?:(?<=[^\W\d_]\?)(?:t|re|ve|ll)(?![\w=&/])|(?<=\s\?)[^\W\d_]|(?<!.\?)[^\W\d_]"""
    r"""|(?:(?<=,\?)|(?<=[a-z]{3}\.\?))(?=\s|\Z)|(?<="\?)[A-Za-z("\d])"""
)
_DOUBLE_LEFT = re.compile(r'"(?:\ufffd|(?<=[^\W\d_]")(?:t|re|ve|ll)(?![\w=&/]))')
_REPLACED_LEFT = re.compile(r"\ufffd(?:\ufffd\ufffd|(?<!\ufffd\ufffd)(?![\ufffd\d]))")
_CHARACTER_LEFT = re.compile(r"\?(?:(?<=\s\?)[^\W_]|(?<=[^\W\d_]\?)[^\W\d_])")
_ADDRESS = re.compile(r"\S*[/=]\S*")


def flagged(text: str, english: bool) -> str | None:
    """The flag of an article in which marks or letters are still missing."""
    if (english and _QUESTION_LEFT.search(text)) or (
        "\ufffd" in text and (_REPLACED_LEFT.search(text) or _DOUBLE_LEFT.search(text))
    ):
        return MARKS_LOST
    if "\ufffd" in text:
        return CHARACTERS_LOST
    for match in _CHARACTER_LEFT.finditer(text):
        start = max(text.rfind(" ", 0, match.start()), text.rfind("\n", 0, match.start())) + 1
        if not _ADDRESS.match(text, start, match.end() + 10):
            return CHARACTERS_LOST
    return None
