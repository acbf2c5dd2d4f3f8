"""VADER beside NLTK's on all of news2017: every sentence compared, and the time taken.

    python benchmarks/bench_sentiment.py

Reads news2017 from $FRAMING_CACHE (or .framing-cache), fetching it if it is not there. Times are
processor seconds of one core, ours the least of five runs and NLTK's of one. Ours include the sums
and a row of evidence for each sentence; NLTK's are its scores alone, in a list. Both score the same
sentences; what it takes to find these is given apart, ours with words and voices, NLTK's with
Punkt. Ends with an error if a score differs.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TypeVar

from reference import Vader, news2017_folder, punkt_tokenizer

import framing as fr
from framing.measures.measure import Measure

T = TypeVar("T")


def main() -> int:
    corpus = fr.read_corpus(news2017_folder())
    tokens, tokenizing = timed(lambda: tokens_of(corpus))

    def ours(voice: str = "all") -> Measure:
        # Under another name the sentences' scores are not remembered.
        measure = fr.sentiment(tokens.with_articles(corpus.articles), voice=voice)
        measure.evidence  # noqa: B018
        return measure

    measure, first = timed(ours)
    evidence = measure.evidence
    texts = corpus.articles["text"].to_dict()
    spans = zip(evidence["article_id"], evidence["char_start"], evidence["char_end"], strict=True)
    sentences = [texts[name][start:end] for name, start, end in spans]
    vader, punkt = Vader(), punkt_tokenizer()
    scores, plain = timed(lambda: [vader.polarity_scores(text)["compound"] for text in sentences])
    _, splitting = timed(lambda: [punkt.tokenize(text) for text in texts.values()])
    seconds = min(first, *(timed(ours)[1] for _ in range(4)))
    own = min(timed(lambda: ours("own"))[1] for _ in range(3))
    n_different = int((evidence["value"] != scores).sum())

    print(f"{len(sentences):,} sentences, {tokens.n_words:,} words; {n_different} scores differ")
    print(f"{'':34}{'framing':>9}{'NLTK':>9}{'ratio':>9}")
    for name, mine, theirs in [
        ("scores and evidence", seconds, plain),
        ("sentences (ours: words, voices too)", tokenizing, splitting),
        ("both", seconds + tokenizing, plain + splitting),
    ]:
        print(f"{name:35}{mine:8.2f}{theirs:9.2f}{theirs / mine:9.1f}")
    print(f"{'own words alone':35}{own:8.2f}")
    return n_different > 0


def tokens_of(corpus: fr.Corpus) -> fr.Tokens:
    tokens = fr.tokenize(corpus)
    tokens.n_words  # noqa: B018  (tokens are made when first asked for)
    return tokens


def timed(work: Callable[[], T]) -> tuple[T, float]:
    began = time.process_time()
    result = work()
    return result, time.process_time() - began


if __name__ == "__main__":
    sys.exit(main())
