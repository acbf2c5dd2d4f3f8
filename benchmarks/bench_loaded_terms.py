"""Counting a lexicon's hits beside a regular expression for each category.

    python benchmarks/bench_loaded_terms.py

Reads news2017 from $FRAMING_CACHE (or .framing-cache), fetching it if it is not there. Times are
processor seconds of one core, tokens in hand. The plain way is one alternation of all patterns for
each category, found in the text of every eighth article; it knows no exceptions, no negation, no
titles and no ends of sentences, and gives no voice.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable

from bench_tokens import news2017

import framing as fr
from framing.lexicon import Category, Lexicon

EVERY = 8


def main() -> None:
    corpus = news2017()
    tokens = fr.tokenize(corpus)
    n_words, chunks = tokens.n_words, list(tokens.chunks())
    lexicon = fr.load_lexicon("loaded-news")
    some = first_patterns(lexicon, 500)
    print(f"{lexicon}; {n_words:,} words")

    matching = fastest(lambda: [lexicon.match(chunk) for chunk in chunks])
    matching_some = fastest(lambda: [some.match(chunk) for chunk in chunks])
    measure = fr.loaded_terms(tokens)
    print(f"matching, {len(lexicon.patterns):,} patterns   {matching:6.2f} s")
    print(f"matching, {len(some.patterns):,} patterns     {matching_some:6.2f} s")
    print(f"loaded_terms               {fastest(lambda: fr.loaded_terms(tokens)):6.2f} s")
    print(f"its evidence               {fastest(lambda: measure.evidence):6.2f} s")

    texts = corpus.articles["text"].tolist()[::EVERY]
    expressions = [expression(category) for category in lexicon.categories.values()]
    plain = EVERY * fastest(
        lambda: [
            [found.span() for found in e.finditer(text)] for text in texts for e in expressions
        ],
        times=1,
    )
    print(f"regular expressions        {plain:6.2f} s  (from every {EVERY}th article)")
    print(f"ratio to matching          {plain / matching:6.1f}")


def fastest(work: Callable[[], object], times: int = 3) -> float:
    """Processor seconds."""
    seconds = []
    for _ in range(times):
        began = time.process_time()
        work()
        seconds.append(time.process_time() - began)
    return min(seconds)


def first_patterns(lexicon: Lexicon, number: int) -> Lexicon:
    """A lexicon of the first patterns of another, without rules."""
    rows = lexicon.patterns.head(number).groupby("category", sort=False)["pattern"]
    return Lexicon.from_dict({name: patterns.tolist() for name, patterns in rows})


def expression(category: Category) -> re.Pattern[str]:
    def plain(pattern: str) -> str:
        words = pattern.removeprefix("=").split()
        escaped = r"\s+".join(map(re.escape, words))
        flags = "-i:" if pattern.startswith("=") else ":"
        return f"(?{flags}{escaped})".replace(r"\*", r"[\w'’-]*").replace(r"\?", r"\w")

    longest_first = sorted(category.patterns, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(plain, longest_first))})\b", re.IGNORECASE)


if __name__ == "__main__":
    main()
