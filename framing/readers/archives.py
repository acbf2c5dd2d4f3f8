"""What the readers of news archives share: stated lengths, identifiers, records of articles."""

from __future__ import annotations

import re
from collections.abc import Mapping

from framing.readers.gather import Gatherer

# A count of words, as the archives write it in their languages.
WORDS = (
    r"words?|wörter|worte?|mots?|palabras?|parole|parola|palavras?|woorden|woord|ord|слова?|słów"
)
_LENGTH = re.compile(rf"(\d{{1,3}}(?:[.,\s]\d{{3}})+|\d+)\s*(?:{WORDS})?\b", re.IGNORECASE)
# A word, or a sign of Chinese or Japanese, which are counted in their stead.
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\s\u3040-\u30ff\u3400-\u9fff]+")
_TOLERANCE = 0.2  # of the stated length
_TOLERATED = 20  # words


def stated_words(written: str) -> int | None:
    """The number of words that a line such as "Length: 1,823 words" states.

    >>> stated_words("1,823 words"), stated_words("234 Wörter"), stated_words("tbc")
    (1823, 234, None)
    """
    found = _LENGTH.match(written.strip())
    return int(re.sub(r"\D", "", found[1])[:9]) if found else None


class Articles:
    """The articles of one exported file, gathered with what the file itself states of them."""

    def __init__(self, source: str, form: str, encoding: str | None = None) -> None:
        self.gathered = Gatherer(typed=False)
        self.gathered.source(source, form, encoding)
        self._source = source
        self._records: list[tuple[int, dict[str, str]]] = []

    def keep(self, record: Mapping[str, str], row: int) -> None:
        """Take an article; fields that say nothing are left out."""
        self._records.append((row, {name: said for name, said in record.items() if said}))

    def reject(self, reason: str, row: int) -> None:
        self.gathered.reject(reason, self._source, row)

    def stated(self, number: int) -> None:
        self.gathered.stated(self._source, number)

    def hand_over(self) -> Gatherer:
        """Every article with an identifier if any has one, and stated lengths compared.

        Where two texts bear the same identifier, the later goes by the file and its number.
        """
        named = any("article_id" in record for _, record in self._records)
        texts: dict[str, str | None] = {}
        for row, record in self._records:
            if named:
                given = record.get("article_id")
                text = record.get("text")
                if given is None or texts.setdefault(given, text) != text:
                    record["article_id"] = f"{self._source}:{row}"
            self.gathered.keep(record, self._source, row)
            self._compare(record)
        return self.gathered

    def _compare(self, record: Mapping[str, str]) -> None:
        if "length_stated" not in record:
            return
        stated, read = int(record["length_stated"]), len(_WORD.findall(record.get("text", "")))
        if abs(stated - read) > _TOLERANCE * stated + _TOLERATED:
            told = f"{stated:,} stated, {read:,} read"
            self.gathered.repair("flagged: stated length differs", told)
