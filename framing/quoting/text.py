"""The tokens of a chunk with what each word may be."""

from __future__ import annotations

import numpy as np

from framing.quoting.cues import Word, word_flags
from framing.tokens import Chunk

_CAPITALISED = 0.7  # of a sentence's words: then it is a headline, where capitals tell nothing


class Text:
    """The tokens of a chunk as lists, which are quicker than arrays one token at a time."""

    def __init__(self, chunk: Chunk) -> None:
        self.chunk = chunk
        self.array = _flags(chunk)
        self.flags: list[int] = self.array.tolist()
        self.ids: list[int] = chunk.ids.tolist()
        self.strings: list[str] = chunk.types.strings.tolist()
        self.folded: list[str] = chunk.types.folded_strings[chunk.types.folded].tolist()
        self.sentence: list[int] = chunk.token_sentence.tolist()
        self.offsets: list[int] = chunk.sentence_offsets.tolist()
        self.article_offsets: list[int] = chunk.article_offsets.tolist()
        self.quoted: list[bool] = []  # whether a token stands between marks or is one

    def as_mark(self, i: int) -> None:
        """Take a token for a quotation mark: one that was lost to a question mark."""
        self.flags[i] = Word.MARK
        self.array[i] = Word.MARK

    def unmark(self, i: int) -> None:
        """Take a mark for part of the words around it: workers' rights, Marcia “Cia” Price."""
        self.flags[i] = 0

    def move_start(self, i: int) -> None:
        """Let a sentence begin at the last token of the one before: a mark that opens."""
        sentence = self.sentence[i]
        if i + 1 < len(self.ids) and self.sentence[i + 1] > sentence and self.offsets[sentence] < i:
            self.sentence[i] = sentence + 1
            self.offsets[sentence + 1] = i

    def string(self, i: int) -> str:
        return self.strings[self.ids[i]]

    def lower(self, i: int) -> str:
        return self.folded[self.ids[i]]

    def between(self, article: int, i: int, j: int) -> str:
        """Return the characters between two tokens of an article."""
        chunk = self.chunk
        return chunk.texts[article][chunk.char_end[i] : chunk.char_start[j]]

    def begins_paragraph(self, sentence: int, article: int) -> bool:
        first = self.offsets[sentence]
        if first == self.article_offsets[article]:
            return True
        return "\n" in self.between(article, first - 1, first)


def _flags(chunk: Chunk) -> np.ndarray:
    """What each token may be, int64 (n_tokens,)."""
    types = chunk.types
    folded = np.array([word_flags(s) for s in types.folded_strings], dtype=np.int64)
    flags = folded[types.folded]
    ends = [s[-2:] in ("'s", "s'") for s in types.folded_strings]
    plural = [s[-1] == "s" and s[-2:] != "ss" and "'" not in s for s in types.folded_strings]
    flags |= np.array(ends, dtype=bool)[types.folded] * Word.POSSESSIVE
    flags |= np.array(plural, dtype=bool)[types.folded] * Word.PLURAL
    ing = [s.endswith("ing") for s in types.folded_strings]
    flags |= np.array(ing, dtype=bool)[types.folded] * Word.ING
    flags |= types.is_word * Word.WORD
    flags |= types.is_capital * Word.CAPITAL
    flags |= types.is_number * Word.NUMBER
    flags[((flags & Word.CAPITAL) > 0) & np.isin(types.strings, ("May", "Will", "March"))] &= ~(
        Word.AUXILIARY | Word.DAY
    )
    name = types.is_capital & ((flags & Word.GRAMMAR) == 0)
    flags |= name * Word.NAME
    flags = flags[chunk.ids]
    if len(flags) == 0:
        return flags
    # Within a sentence a capitalised word is no verb (United States), unless all are capitalised.
    first = np.zeros(len(flags), dtype=bool)
    first[chunk.sentence_offsets[:-1]] = True
    capital = (flags & Word.CAPITAL) > 0
    share = chunk.per_sentence(capital) / np.maximum(chunk.per_sentence(chunk.word), 1)
    headline = (share > _CAPITALISED)[chunk.token_sentence]
    flags[capital & ~first & ~headline] &= ~(Word.VERB | Word.ACCORDING | Word.TELLS)
    kelly = ((flags & Word.LY) > 0) & capital & ~first
    flags[kelly] = (flags[kelly] & ~Word.ADVERB) | Word.NAME
    # A stop that does not end its sentence belongs to an abbreviation: Mr. Smith.
    last = np.append(first[1:], True)
    within = np.append((flags[1:] & (Word.WORD | Word.COMMA | Word.CLOSES)) > 0, False)
    flags[((flags & Word.STOP) > 0) & ~last & within] &= ~Word.STOP
    return flags
