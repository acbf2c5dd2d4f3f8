"""From marks and cues to quotations."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

import numpy as np

from framing.quoting.attributions import Attribution, Cues, find_verbs
from framing.quoting.contents import Contents
from framing.quoting.cues import Word
from framing.quoting.headings import is_nickname, is_titled, is_work, words_of
from framing.quoting.marks import Marked, marked, single_marks
from framing.quoting.mentions import Mention, main_subject, subject_behind
from framing.quoting.names import resolve
from framing.quoting.owners import owner
from framing.quoting.runs import name_runs
from framing.quoting.stretches import Stretch, stretches_of
from framing.quoting.text import Text
from framing.tokens import Chunk

Span = tuple[int, int]  # first and last token

SHORT = 5  # words: a fragment no longer than this that nobody is said to have spoken is "scare"
HEADING = 8  # words of a crosshead
SIGNATURE = 12  # tokens of a name behind a dash


@dataclass
class Quotation:
    """A quotation as tokens of its chunk; spans are first and last token."""

    article: int
    kind: str
    first: int
    last: int
    cue: Span | None = None
    mention: Mention | None = None
    marked: list[Marked] = field(default_factory=list)
    speaker: str | None = None

    @property
    def end(self) -> int:
        """The last token of content, cue and mention."""
        return max([self.last, *(span[1] for span in (self.cue, self.mention) if span)])


def read_chunk(chunk: Chunk) -> list[Quotation]:
    """Return the quotations of a chunk, in the order of articles and contents."""
    if len(chunk.ids) == 0:
        return []
    text = Text(chunk)
    marks = marked(text)
    quoted = _quoted(marks, len(chunk.ids))
    text.quoted = quoted.tolist()
    for i in np.flatnonzero(single_marks(text) & ~quoted).tolist():
        text.unmark(i)  # workers' rights
    verbs = find_verbs(chunk, text.array, quoted)
    bounds = np.searchsorted(verbs, chunk.article_offsets).tolist()
    places: list[int] = verbs.tolist()
    runs = name_runs(text)
    found: list[Quotation] = []
    for article, own in enumerate(marks):
        reader = _Article(text, article, places[bounds[article] : bounds[article + 1]])
        new = reader.read(own)
        resolve(text, runs, article, new)
        found += new
    return found


def _quoted(marks: list[list[Marked]], n: int) -> np.ndarray:
    """Whether each token stands between marks or is one, bool (n_tokens,)."""
    change = np.zeros(n + 1, dtype=np.int64)
    places = np.array([m for own in marks for m in own], dtype=np.int64).reshape(-1, 2)
    np.add.at(change, places[:, 0], 1)
    np.add.at(change, places[:, 1] + 1, -1)
    return np.cumsum(change[:-1]) > 0


class _Article:
    """Reads the quotations of one article."""

    def __init__(self, text: Text, article: int, verbs: list[int]) -> None:
        self.text = text
        self.flags = text.flags
        self.article = article
        self.verbs = verbs
        self.found: list[Quotation] = []
        self.current: Quotation | None = None  # what a sentence of nothing else carries on

    def read(self, marks: list[Marked]) -> list[Quotation]:
        for s in stretches_of(self.text, self.article, marks, self.verbs):
            self._read(s)
        self.found.sort(key=lambda q: (q.first, q.last))
        return self.found

    def _add(
        self,
        kind: str,
        content: Span,
        source: Attribution | None = None,
        marks: list[Marked] | None = None,
    ) -> Quotation:
        cue, mention = (source.cue, source.mention) if source else (None, None)
        quotation = Quotation(self.article, kind, *content, cue, mention, list(marks or ()))
        self.found.append(quotation)
        return quotation

    def _read(self, s: Stretch) -> None:
        text = self.text
        for m in list(s.marked):
            if is_nickname(text, s, m):
                self._add("scare", m, marks=[m])
                s.drop(text, m)
            elif is_work(text, s, m):
                self._add("heading", m, marks=[m])
                s.drop(text, m)
        spans = s.marked
        if spans and not s.words(text, s.first, s.last):
            self._pure(s, spans)
            return
        cues = self._cues(s)
        contents = Contents(text, s, cues)
        groups: list[tuple[Attribution | None, list[Marked]]] = []
        for m in spans:
            source = owner(text, s, m, cues)
            if source and not source.kind & ~Word.MANNER and is_titled(text, m):
                source = None  # read “War and Peace”
            if groups and source is not None and groups[-1][0] is source:
                groups[-1][1].append(m)
            else:
                groups.append((source, [m]))
        current = None
        for source, own in groups:
            if source is None:
                current = self._unowned(s, own[0])
            elif source.behind:
                current = self._before(s, own, source, contents)
            else:
                current = self._behind(s, own, source, contents)
        owning = [source for source, _ in groups]
        for cue in cues:
            if cue.kind & Word.SPEECH and cue not in owning:
                current = self._indirect(s, cue, contents) or current
        self.current = current

    def _opening(self, sentence: int) -> tuple[Span, Mention | None] | None:
        """Cue and speaker of a sentence that ends with a colon: Smith said:"""
        text = self.text
        first, last = text.offsets[sentence], text.offsets[sentence + 1] - 1
        if first < text.article_offsets[self.article] or not self.flags[last] & Word.COLON:
            return None
        ahead = [cue for cue in self._cues(Stretch(first, last, [])) if not cue.behind]
        if ahead:
            return ahead[-1].cue, ahead[-1].mention
        return (last, last), main_subject(text, first, last)

    def _cues(self, s: Stretch) -> list[Attribution]:
        a, b = bisect_left(self.verbs, s.first), bisect_right(self.verbs, s.last)
        return Cues(self.text, s, self.verbs[a:b]).read()

    # Words with a cue in their sentence

    def _before(
        self, s: Stretch, spans: list[Marked], a: Attribution, contents: Contents
    ) -> Quotation:
        """The words stand before the cue, and may go on behind it."""
        flags, text = self.flags, self.text
        start = max(
            [s.first] + [b.last + 1 for b in contents.cues if b.last < min(a.first, spans[0].first)]
        )
        ahead = [m for m in spans if m.first < a.first]
        rest = [m for m in spans if m.first > a.last]
        words = s.words(text, start, a.first - 1)
        kind, last = "mixed", a.first - 1
        if ahead:
            first = ahead[0].first
            colon = first > start and flags[first - 1] & Word.COLON
            if colon and flags[first + 1] & Word.CAPITAL:
                words = [i for i in words if i > first]
            leads = Word.AND | Word.SUBORDINATOR | Word.ADVERB
            words = [i for i in words if i > first or not flags[i] & leads]
            if words:
                while flags[last] & Word.COMMA and last not in s.back:
                    last -= 1
                first = min(first, words[0])
            else:
                kind, last = "direct", ahead[-1].last
        else:
            first = words[0] if words else rest[0].first
        if rest:
            last = rest[-1].last
            before = last if rest[-1].first - 1 <= a.last else rest[-1].first - 1
            set_off = before == last or flags[before] & (Word.COMMA | Word.COLON | Word.DASH)
            if kind == "mixed" or not set_off:
                last = contents.end(last, a)
            kind = kind if set_off else "mixed"
        return self._add(kind, (first, last), a, spans)

    def _behind(
        self, s: Stretch, spans: list[Marked], a: Attribution, contents: Contents
    ) -> Quotation:
        """The words stand behind the cue."""
        flags, text = self.flags, self.text
        first, close = spans[0].first, spans[-1].last
        words = [i for i in range(contents.start(a, first), first) if flags[i] & Word.WORD]
        last = contents.end(close, a)
        capital = flags[first + 1] & Word.CAPITAL
        ends = flags[close - 1] & (Word.COMMA | Word.STOP)
        whole = not words and not s.words(text, first, close)
        tail = s.words(text, close + 1, last)
        if whole and capital and (ends or not tail):
            return self._add("direct", (first, close), a, spans)
        if not words and capital and flags[first - 1] & Word.COLON:
            return self._add("direct", (first, close), a, spans)
        begin = words[0] if words else first
        return self._add("mixed", (begin, last if tail else close), a, spans)

    def _indirect(self, s: Stretch, a: Attribution, contents: Contents) -> Quotation | None:
        """What is said without marks."""
        flags, text = self.flags, self.text
        if a.behind:
            behind = [b.last + 1 for b in contents.cues if b.behind and b.last < a.first]
            start = max([s.first, *behind])
            words = s.words(text, start, a.first - 1)
            leads = Word.AND | Word.SUBORDINATOR | Word.ADVERB
            while len(words) > 3 and flags[words[0]] & leads:
                words.pop(0)
            first, last = (words[0], words[-1]) if words else (s.first, s.first)
        else:
            first = contents.start(a, s.last)
            if first > s.last or not contents.is_clause(a, first):
                return None
            last = contents.end(first, a)
            words = [i for i in range(first, last + 1) if flags[i] & Word.WORD]
        if len(words) < 3 or any(m.last >= first and m.first <= last for m in s.marked):
            return None
        if any(q.first <= first <= q.last for q in self.found[-8:] if q.kind != "indirect"):
            return None
        return self._add("indirect", (first, last), a)

    # Words without a cue in their sentence

    def _pure(self, s: Stretch, spans: list[Marked]) -> None:
        """Nothing but quotation: it carries on what was quoted before, or "Smith said:"."""
        text = self.text
        content = spans[0].first, spans[-1].last
        opening = self._opening(text.sentence[s.first] - 1)
        if opening:
            self.current = self._add("direct", content, marks=spans)
            self.current.cue, self.current.mention = opening
        elif not s.new_paragraph and self._follows(s):
            self.current = self._carry_on(spans)
        elif s.new_paragraph and self._is_crosshead(spans):
            self._add("heading", content, marks=spans)
            self.current = None
        else:
            self.current = self._add("direct", content, marks=spans)
            signed = self._signature(s.last + 1)
            self.current.cue, self.current.mention = signed or (None, None)

    def _follows(self, s: Stretch) -> bool:
        """Whether the sentence before ends with a quotation or its speaker."""
        sentence = self.text.sentence
        return self.current is not None and sentence[self.current.end] == sentence[s.first] - 1

    def _carry_on(self, spans: list[Marked]) -> Quotation | None:
        """Add to what was quoted last; behind an indirect quotation a direct one begins."""
        last = self.current
        if last is None or last.kind == "indirect":
            quotation = self._add("direct", (spans[0].first, spans[-1].last), marks=spans)
            if last is not None:
                quotation.cue, quotation.mention = last.cue, last.mention
            return quotation
        last.last = spans[-1].last
        last.marked += spans
        return last

    def _is_crosshead(self, spans: list[Marked]) -> bool:
        if sum(len(words_of(self.text, m)) for m in spans) > HEADING:
            return False
        stopped = self.flags[spans[-1].last - 1] & (Word.STOP | Word.COMMA)
        return not stopped or is_titled(self.text, spans[0])

    def _unowned(self, s: Stretch, m: Marked) -> Quotation | None:
        """Words that no verb in their sentence introduces."""
        flags, text = self.flags, self.text
        words = words_of(text, m)
        if m.first > s.first + 1 and flags[m.first - 1] & Word.COLON and len(words) > 2:
            quotation = self._add("direct", m, marks=[m])
            quotation.cue = m.first - 1, m.first - 1
            quotation.mention = main_subject(text, s.first, m.first - 1)
            return quotation
        ends = flags[m.last - 1] & (Word.COMMA | Word.STOP)
        opens = m.first == s.first and words and flags[words[0]] & Word.CAPITAL
        signed = self._signature(m.last + 1) if opens and ends else None
        if signed is None and is_titled(text, m):
            self._add("heading", m, marks=[m])
            return None
        if signed is None and opens and not s.new_paragraph and self._follows(s):
            return self._carry_on([m])
        if opens and (ends or len(words) > SHORT):
            quotation = self._add("direct", m, marks=[m])
            quotation.cue, quotation.mention = signed or (None, None)
            return quotation
        self._add("scare" if len(words) <= SHORT else "mixed", m, marks=[m])
        return None

    def _signature(self, i: int) -> tuple[Span, Mention] | None:
        """A name behind a dash, or before a verb that is not known: “Rain!” she deadpanned."""
        text, flags = self.text, self.flags
        if i >= text.article_offsets[self.article + 1]:
            return None
        last = text.offsets[text.sentence[i] + 1] - 1
        if flags[i] & Word.DASH:
            mention = subject_behind(text, i + 1, last)
            if mention and flags[mention[0]] & Word.NAME and last - i <= SIGNATURE:
                return (i, i), mention
            return None
        end = i
        while end < min(last, i + 6) and flags[end] & (Word.NAME | Word.DETERMINER | Word.PRONOUN):
            end += 1
        if i < end and flags[end] & Word.WORD and text.lower(end).endswith("ed"):
            return (end, end), (i, end - 1)
        return None
