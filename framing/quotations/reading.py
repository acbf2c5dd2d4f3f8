"""From marks and cues to quotations."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from framing.quotations.cues import Word, vocabulary
from framing.quotations.marks import Marked, marked
from framing.quotations.mentions import Mention, main_subject, subject_before, subject_behind
from framing.quotations.names import resolve
from framing.tokens import Chunk

Span = tuple[int, int]  # first and last token
_CUE = Word.SAYS | Word.SAYING | Word.SAY | Word.ACCORDING
_EDGE = Word.COMMA | Word.COLON | Word.DASH | Word.STOP | Word.MARK


@dataclass
class Quotation:
    """A quotation as tokens of its chunk; spans are first and last token."""

    article: int
    kind: str
    first: int
    last: int
    cue: Span | None = None
    mention: Span | None = None
    marked: list[Marked] = field(default_factory=list)
    speaker: str | None = None


class Text:
    """The tokens of a chunk as lists, which are quicker than arrays one token at a time."""

    def __init__(self, chunk: Chunk) -> None:
        known = vocabulary()
        types = chunk.types
        folded = np.array([known.get(s, 0) for s in types.folded_strings], dtype=np.int64)
        flags = folded[types.folded] if len(folded) else np.zeros(0, dtype=np.int64)
        flags |= types.is_word * int(Word.WORD) | types.is_capital * int(Word.CAPITAL)
        flags |= types.is_number * int(Word.NUMBER)
        self.chunk = chunk
        self.token_flags = flags[chunk.ids]
        self.flags: list[int] = self.token_flags.tolist()
        self.ids: list[int] = chunk.ids.tolist()
        self.strings: list[str] = types.strings.tolist()
        self.sentence: list[int] = chunk.token_sentence.tolist()
        self.offsets: list[int] = chunk.sentence_offsets.tolist()

    def string(self, i: int) -> str:
        return self.strings[self.ids[i]]

    def lower(self, i: int) -> str:
        return self.strings[self.ids[i]].casefold()

    def new_paragraph(self, sentence: int, article: int) -> bool:
        """Whether a sentence begins a paragraph."""
        first = self.offsets[sentence]
        chunk = self.chunk
        if first == chunk.article_offsets[article]:
            return True
        text = chunk.texts[article]
        return "\n" in text[chunk.char_end[first - 1] : chunk.char_start[first]]


def read_chunk(chunk: Chunk) -> list[Quotation]:
    """Return the quotations of a chunk, in the order of their contents."""
    text = Text(chunk)
    found: list[Quotation] = []
    for article, spans in enumerate(marked(chunk, text.token_flags)):
        if spans:
            own = _Article(text, article, spans).read()
            resolve(text, article, own)
            found += own
    return found


@dataclass
class _Stretch:
    """Sentences that belong together since a marked stretch runs across them."""

    first: int  # token
    last: int
    spans: list[Marked]
    opens_paragraph: bool


class _Article:
    def __init__(self, text: Text, article: int, spans: list[Marked]) -> None:
        self.text = text
        self.flags = text.flags
        self.article = article
        self.spans = spans
        self.found: list[Quotation] = []

    def read(self) -> list[Quotation]:
        before: _Stretch | None = None
        for stretch in self._stretches():
            self._read_stretch(stretch)
        self.found.sort(key=lambda q: (q.first, q.last))
        return self.found

    def _stretches(self) -> list[_Stretch]:
        text, out = self.text, []
        for span in self.spans:
            a, b = text.sentence[span.first], text.sentence[span.last]
            if out and text.offsets[a] <= out[-1].last:
                out[-1].spans.append(span)
                out[-1].last = max(out[-1].last, text.offsets[b + 1] - 1)
            else:
                new = text.new_paragraph(a, self.article)
                out.append(_Stretch(text.offsets[a], text.offsets[b + 1] - 1, [span], new))
        return out

    # One stretch

    def _read_stretch(self, s: _Stretch) -> None:
        flags = self.flags
        current: Quotation | None = None  # what the next span may carry on
        for n, span in enumerate(s.spans):
            left = s.spans[n - 1].last + 1 if n else s.first
            right = s.spans[n + 1].first - 1 if n + 1 < len(s.spans) else s.last
            set_off = span.first == left or bool(flags[span.first - 1] & _EDGE)
            behind = self._attribution_behind(span.last + 1, right) if set_off else None
            if set_off and current is not None and not self._cue_between(current, span):
                current.last = span.last
                current.marked.append(span)
                continue
            if behind is not None:
                cue, mention = behind
                current = self._add("direct", span.first, span.last, cue, mention, span)
                continue
            ahead = self._cue_ahead(s, span.first)
            if ahead is not None:
                current = self._governed(s, span, ahead, set_off, right, current)
            elif set_off and self._pure(s):
                current = self._carried_on(s, span)
            else:
                current = self._ungoverned(s, span, n)

    def _add(
        self,
        kind: str,
        first: int,
        last: int,
        cue: Span | None,
        mention: Span | None,
        *spans: Marked,
    ) -> Quotation:
        quotation = Quotation(self.article, kind, first, last, cue, mention, list(spans))
        self.found.append(quotation)
        return quotation

    def _pure(self, s: _Stretch) -> bool:
        """Whether nothing stands outside the marks."""
        outside = set(range(s.first, s.last + 1))
        for a, b in s.spans:
            outside -= set(range(a, b + 1))
        return not any(self.flags[i] & Word.WORD for i in outside)

    def _cue_between(self, current: Quotation, span: Marked) -> bool:
        """Whether a cue of its own introduces a span: she said, adding: “…”"""
        start = max(current.marked[-1].last, current.cue[1] if current.cue else 0) + 1
        return any(self.flags[i] & _CUE for i in range(start, span.first))

    def _attribution_behind(self, start: int, stop: int) -> tuple[Span, Mention] | None:
        """Return cue and speaker that follow a quotation: said Smith; Smith said."""
        flags, text = self.flags, self.text
        i = start
        while i <= stop and flags[i] & (Word.COMMA | Word.DASH | Word.MARK):
            i += 1
        if i > stop or not flags[i] & Word.WORD:
            return None
        j = i
        while j <= stop and flags[j] & Word.ADVERB and not flags[j] & Word.SAYS:
            j += 1
        if j <= stop and flags[j] & Word.SAYS:
            mention = subject_behind(text, j + 1, stop)
            return ((j, j), mention) if mention else None
        if flags[i] & Word.ACCORDING:
            return (i, i + 1), subject_behind(text, i + 2, stop)
        for k in range(i, min(stop, i + 40) + 1):
            if flags[k] & (Word.SAYS | Word.SAY) and k > i and not self._is_noun(k):
                mention = subject_before(text, k, i)
                if mention is None:
                    return None
                if mention[0] <= i + 1 or flags[mention[0] - 1] & (Word.COMMA):
                    return self._verb(k, mention), mention
                return None
            if flags[k] & (Word.STOP | Word.COLON):
                break
        return None

    def _verb(self, cue: int, mention: Span) -> Span:
        """The verb with its auxiliaries: has also said."""
        first = cue
        while self.flags[first - 1] & (Word.AUXILIARY | Word.ADVERB) and first - 1 > mention[1]:
            first -= 1
        return first, cue

    def _is_noun(self, i: int) -> bool:
        before = self.flags[i - 1]
        if self.flags[i] & Word.SAYING:
            return False
        return (
            bool(before & (Word.DETERMINER | Word.PREPOSITION))
            and not before & Word.THAT
            and self.text.lower(i - 1) not in ("to", "this")
        )

    def _cue_ahead(self, s: _Stretch, before: int) -> int | None:
        """Return the last cue before a span in its sentence, outside the marks."""
        flags = self.flags
        start = max(s.first, self.text.offsets[self.text.sentence[before]])
        i = before - 1
        spans = [x for x in s.spans if x.last < before]
        while i >= start:
            if spans and i == spans[-1].last:
                i = spans.pop().first - 1
                continue
            if flags[i] & _CUE and not self._is_noun(i):
                return i
            i -= 1
        return None

    def _governed(
        self,
        s: _Stretch,
        span: Marked,
        cue: int,
        set_off: bool,
        right: int,
        current: Quotation | None,
    ) -> Quotation | None:
        flags, text = self.flags, self.text
        if current is not None and current.cue is not None and current.cue[1] == cue:
            current.last = max(current.last, self._clause_end(span, right))
            current.marked.append(span)
            return current
        mention = self._speaker_of(s, cue)
        verb = self._verb(cue, mention or (s.first - 1, s.first - 1))
        between = range(cue + 1, span.first)
        capital = bool(flags[min(span.first + 1, span.last)] & Word.CAPITAL)
        if flags[cue] & Word.ACCORDING:
            return None
        if (set_off and capital) or not between:
            return self._add(
                "direct" if capital else "mixed", span.first, span.last, verb, mention, span
            )
        start = self._content_start(cue, span.first)
        return self._add("mixed", start, self._clause_end(span, right), verb, mention, span)

    def _content_start(self, cue: int, stop: int) -> int:
        flags = self.flags
        for i in range(cue + 1, min(cue + 10, stop)):
            if flags[i] & Word.THAT:
                return i
            if flags[i] & (Word.PRONOUN | Word.AUXILIARY):
                break
        return cue + 1

    def _clause_end(self, span: Marked, right: int) -> int:
        flags = self.flags
        end = span.last
        for i in range(span.last + 1, right + 1):
            if flags[i] & (Word.STOP | Word.COMMA | Word.COLON | Word.DASH | Word.MARK):
                break
            end = i
        return end

    def _speaker_of(self, s: _Stretch, cue: int) -> Mention | None:
        flags = self.flags
        start = self.text.offsets[self.text.sentence[cue]]
        if flags[cue] & Word.SAYING:
            return main_subject(self.text, start, cue)
        return subject_before(self.text, cue, start) or main_subject(self.text, start, cue)

    def _carried_on(self, s: _Stretch, span: Marked) -> Quotation | None:
        """A sentence or paragraph that is nothing but quotation."""
        flags, text = self.flags, self.text
        last = self.found[-1] if self.found else None
        before = text.sentence[s.first] - 1
        if (
            last is not None
            and not s.opens_paragraph
            and text.sentence[max(last.last, last.cue[1] if last.cue else 0)] == before
        ):
            last.last = span.last
            last.marked.append(span)
            return last
        start, stop = text.offsets[max(before, 0)], s.first
        if before >= 0 and start >= self.text.chunk.article_offsets[self.article]:
            for i in range(stop - 1, start - 1, -1):
                if flags[i] & _CUE and not self._is_noun(i) and not text.chunk.voice[i]:
                    if flags[stop - 1] & Word.COLON or not s.opens_paragraph:
                        mention = self._speaker_of(s, i)
                        return self._add(
                            "direct",
                            span.first,
                            span.last,
                            self._verb(i, mention or (start - 1, start - 1)),
                            mention,
                            span,
                        )
        return self._add("direct", span.first, span.last, None, None, span)

    def _ungoverned(self, s: _Stretch, span: Marked, n: int) -> Quotation | None:
        flags = self.flags
        p = span.first - 1
        words = sum(bool(flags[i] & Word.WORD) for i in range(span.first, span.last))
        if p >= s.first and flags[p] & Word.COLON:
            mention = main_subject(self.text, s.first, p)
            return self._add("direct", span.first, span.last, (p, p), mention, span)
        capitals = [
            bool(flags[i] & Word.CAPITAL)
            for i in range(span.first, span.last)
            if flags[i] & Word.WORD
        ]
        if words <= 8 and capitals and sum(capitals) > 0.6 * len(capitals):
            kind = "heading"
        else:
            kind = "scare" if words <= 5 else "mixed"
        self._add(kind, span.first, span.last, None, None, span)
        return None
