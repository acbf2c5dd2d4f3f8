"""Which words an outlet quotes, told from the quotation marks.

A quotation runs from a mark that opens to the one that closes. Which of the two a straight mark
does is told from the white space around it, and where that does not tell, from whether a
quotation is open. Marks come in families (double, guillemets, corner brackets, single); within a
quotation the marks of other families are nested and change nothing. A mark that opens at the
beginning of a paragraph, while a quotation is open in the paragraph before, carries that
quotation on; in an article without paragraph breaks the same holds at the beginning of a
sentence.

Single marks are apostrophes unless they open a word, and the word is no elision ('em, '90s).
A mark between an s and a lower-case word (workers' rights) closes a quotation only if no better
one follows and it stands in the same sentence.

An article whose marks do not add up is not guessed at. It is unreliable, and all its words count
as the outlet's own, when

- a quotation does not close, closes without having opened, opens twice, or has more than
  `LONGEST` tokens between its marks (marks that differ in shape, “ and ”, may be nested);
- its marks were damaged: `?`, `"`, U+FFFD or a stray control character stands where another
  quotation mark or an apostrophe should, or marks were decoded wrongly (â€œ).

The marks themselves count as the outlet's own. A straight double mark behind a number, with
nothing open, is an inch mark.
"""

from __future__ import annotations

import re

import numpy as np

from framing.tokens.scan import CONTRACTIONS, Scan
from framing.tokens.vocabulary import Types

LONGEST = 400

_DOUBLE, _GUILLEMET, _SINGLE_GUILLEMET, _CORNER, _SINGLE = range(1, 6)
# Mark → its family, and whether it leans to open (1), to close (-1) or neither (0).
_MARKS = {
    **dict.fromkeys(['"', "＂", "''"], (_DOUBLE, 0)),
    **dict.fromkeys(["“", "„", "‟", "``", "‘‘"], (_DOUBLE, 1)),
    **dict.fromkeys(["”", "’’"], (_DOUBLE, -1)),
    "«": (_GUILLEMET, 1),
    "»": (_GUILLEMET, -1),
    "‹": (_SINGLE_GUILLEMET, 1),
    "›": (_SINGLE_GUILLEMET, -1),
    "「": (_CORNER, 1),
    "」": (_CORNER, -1),
    "'": (_SINGLE, 0),
    **dict.fromkeys(["‘", "‚", "‛"], (_SINGLE, 1)),
    "’": (_SINGLE, -1),
}
# What may follow an apostrophe that begins a word.
_ELISION = re.compile(
    r"s|em|n|tis|twas|til|till|cause|cos|coz|bout|round|neath|ere|nuff|kay|im|er|nother|\d\ds?"
)
_ENDS_IN_S = [ord(letter) for letter in "sxzSXZ"]
_OPENING_MARKS = frozenset("([{</-–—―•*¿¡")
_STOPS = frozenset(".,!?…")

# What stands beside a mark, without white space between
_GAP, _WORD, _NUMBER, _OPENING, _MARK, _STOP, _OTHER = range(7)


def voices(
    scan: Scan,
    types: Types,
    article_offsets: np.ndarray,
    sentence_first: np.ndarray,
    paragraph_first: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Return the voice of each token, uint8, and whether each article's marks are reliable.

    `article_offsets`, (n_articles + 1,), are token positions; `sentence_first` and
    `paragraph_first`, bool (n_tokens,), mark first tokens.
    """
    reliable = np.ones(len(article_offsets) - 1, dtype=bool)
    change = np.zeros(len(scan.ids) + 1, dtype=np.int8)
    if len(scan.ids):
        around = _Around(scan, types, article_offsets)
        damaged = _damaged(around, types)
        reliable[np.searchsorted(article_offsets, damaged, side="right") - 1] = False
        marks = _Marks(around, types, sentence_first, paragraph_first)
        bounds = np.searchsorted(marks.at, article_offsets)
        opened: list[int] = []
        closed: list[int] = []
        for article in np.flatnonzero((np.diff(bounds) > 0) & reliable).tolist():
            spans = marks.pair(int(bounds[article]), int(bounds[article + 1]))
            reliable[article] = spans is not None
            opened += [first for first, _ in spans or ()]
            closed += [last for _, last in spans or ()]
        np.add.at(change, np.array(opened, dtype=np.int64) + 1, 1)
        np.add.at(change, np.array(closed, dtype=np.int64), -1)
    return np.cumsum(change[:-1], dtype=np.int8).view(np.uint8), reliable


class _Around:
    """What kind of thing each token is, and what stands right before and behind it."""

    def __init__(self, scan: Scan, types: Types, article_offsets: np.ndarray) -> None:
        self.ids = scan.ids
        self.family = np.zeros(len(types), dtype=np.uint8)
        self.lean = np.zeros(len(types), dtype=np.int8)
        self.kind = np.full(len(types), _OTHER, dtype=np.uint8)
        self.kind[types.is_word] = _WORD
        self.kind[types.starts_number] = _NUMBER
        for i in np.flatnonzero(~types.is_word).tolist():
            string = types.strings[i]
            if string in _MARKS:
                self.kind[i] = _MARK
                self.family[i], self.lean[i] = _MARKS[string]
            elif string[0] in _OPENING_MARKS:
                self.kind[i] = _OPENING
            elif string[0] in _STOPS:
                self.kind[i] = _STOP
        self.gap = np.ones(len(scan.ids) + 1, dtype=bool)  # white space or an edge before
        self.gap[1:-1] = scan.start[1:] != scan.end[:-1]
        self.gap[article_offsets] = True

    def before(self, at: np.ndarray) -> np.ndarray:
        return np.where(self.gap[at], _GAP, self.kind[self.ids[at - 1]])

    def behind(self, at: np.ndarray) -> np.ndarray:
        return np.where(self.gap[at + 1], _GAP, self.kind[self.following(at)])

    def following(self, at: np.ndarray) -> np.ndarray:
        """Return the ids of the tokens that follow."""
        return self.ids[np.minimum(at + 1, len(self.ids) - 1)]


def _damaged(around: _Around, types: Types) -> np.ndarray:
    """Return the tokens at which a quotation mark or an apostrophe was lost."""
    strings = types.strings
    suspicious = types.is_word & np.array(["?" in s for s in strings], dtype=bool)  # don?t
    for i in np.flatnonzero(~types.is_word).tolist():
        suspicious[i] = strings[i][0] in '?"€\ufffd\x91\x92\x93\x94'
    at = np.flatnonzero(suspicious[around.ids])
    ids, before, behind = around.ids[at], around.before(at), around.behind(at)
    first = np.array([s[0] for s in strings[ids]], dtype="U1")
    damaged = types.is_word[ids] | (first >= "\x91") & (first <= "\x94")
    damaged |= (first == "?") & (before == _GAP) & (behind == _WORD)
    damaged |= (first == "?") & (before == _MARK) & np.isin(behind, (_WORD, _NUMBER, _OPENING))
    damaged |= (first == "\ufffd") & (behind != _NUMBER)  # before a number: a currency sign
    contraction = np.isin(strings[around.following(at)], CONTRACTIONS)
    damaged |= (first == '"') & (before == _WORD) & (behind == _WORD) & contraction  # don"t
    misread = types.last_character[around.ids[at - 1]] == ord("â")
    damaged |= (first == "€") & (before == _WORD) & misread
    return at[damaged]


class _Marks:
    """The quotation marks of a chunk, as parallel lists."""

    def __init__(
        self, around: _Around, types: Types, sentence_first: np.ndarray, paragraph_first: np.ndarray
    ) -> None:
        at = np.flatnonzero((around.family > 0)[around.ids])
        ids, following = around.ids[at], around.following(at)
        before, behind = around.before(at), around.behind(at)
        opens = ((before == _GAP) | (before == _OPENING) | (before == _MARK)) & (behind != _GAP)
        closes = (before != _GAP) & (behind != _WORD) & (behind != _NUMBER)
        self.at = at.tolist()
        self.family = around.family[ids].tolist()
        self.lean = around.lean[ids].tolist()
        # 1 if what stands around the mark says that it opens, -1 closes, 0 neither
        self.shape = (opens.astype(np.int8) - closes).tolist()
        self.paragraph = np.cumsum(paragraph_first)[at].tolist()
        self.sentence = np.cumsum(sentence_first)[at].tolist()
        self.first_of_paragraph = paragraph_first[at].tolist()
        self.first_of_sentence = sentence_first[at].tolist()
        self.after_stop = (before == _STOP).tolist()
        self.inch = ((before == _NUMBER) & ~opens & (around.lean[ids] == 0)).tolist()
        ends_in_s = np.isin(types.last_character[around.ids[at - 1]], _ENDS_IN_S)
        self.possessive = ((before == _WORD) & ends_in_s & types.is_lower[following]).tolist()
        self.previous = types.strings[around.ids[at - 1]].tolist()
        self.following = types.strings[following].tolist()

    def pair(self, start: int, stop: int) -> list[tuple[int, int]] | None:
        """Return the tokens at which the quotations of one article open and close.

        `start` and `stop` bound the article's marks. None if they do not add up.
        """
        flowing = self.paragraph[start] == self.paragraph[stop - 1]
        spans: list[tuple[int, int]] = []
        first = last = -1  # the mark that opened the quotation, and that carried it on last
        nested = 0  # quotations of the same family within
        i = start
        while i < stop:
            if first >= 0 and self.family[i] == self.family[first]:
                if self.at[i] - self.at[last] > LONGEST:
                    return None
                if self._carries_on(i, last, flowing):
                    last = i
                elif self.paragraph[i] != self.paragraph[last]:
                    return None
                elif self.lean[i] > 0 and self.shape[i] >= 0:
                    nested += 1
                elif nested > 0 and self.lean[i] < 0:
                    nested -= 1
                elif nested == 0 and self._closes(i):
                    spans.append((self.at[first], self.at[i]))
                    first = -1
                else:
                    return None
            elif first < 0 and self.family[i] == _SINGLE:
                if self._opens(i) and self.lean[i] >= 0 and not self._elision(i):
                    close = self._single_close(i, stop, flowing)
                    if close < 0:
                        return None
                    spans.append((self.at[i], self.at[close]))
                    i = close
                elif self.after_stop[i] and self.shape[i] < 0:
                    return None
            elif first < 0:
                if self._opens(i) or self.shape[i] == self.lean[i] == 0:
                    first = last = i
                elif not self.inch[i]:
                    return None
            i += 1
        return spans if first < 0 else None

    def _opens(self, i: int) -> bool:
        return self.lean[i] > 0 or self.shape[i] > 0

    def _closes(self, i: int) -> bool:
        return self.lean[i] < 0 or self.shape[i] < 0 or self.lean[i] == self.shape[i] == 0

    def _apostrophe(self, i: int) -> bool:
        """Whether a single mark belongs to a word that goes on or has begun: Inc.'s, ’twas, 'n'."""
        return (self.shape[i] >= 0 and self._elision(i)) or self.previous[i] in ("n", "N")

    def _elision(self, i: int) -> bool:
        return _ELISION.fullmatch(self.following[i].casefold()) is not None

    def _carries_on(self, i: int, last: int, flowing: bool) -> bool:
        """Whether a mark opens another paragraph of the quotation that `last` opened."""
        if self.shape[i] < 0 or not self._opens(i):
            return False
        if flowing:
            return self.first_of_sentence[i]
        return self.first_of_paragraph[i] and self.paragraph[i] == self.paragraph[last] + 1

    def _single_close(self, opener: int, stop: int, flowing: bool) -> int:
        """Return the mark that closes what a single mark opens, -1 if there is none."""
        last, doubles, perhaps = opener, 0, -1
        for i in range(opener + 1, stop):
            if self.at[i] - self.at[last] > LONGEST:
                break
            if self.family[i] != _SINGLE:
                doubles += self.family[i] == _DOUBLE
            elif self._carries_on(i, last, flowing):
                last = i
            elif self.paragraph[i] != self.paragraph[last]:
                break
            elif self._opens(i) and self.lean[i] >= 0:
                if not self._elision(i):
                    break
            elif self._closes(i) and doubles % 2 == 0 and not self._apostrophe(i):
                if not self.possessive[i]:
                    return i
                if perhaps < 0 and self.sentence[i] == self.sentence[opener]:
                    perhaps = i
        return perhaps
