"""Tokens a second beside NLTK's word_tokenize, and how far sentence ends agree with Punkt's.

    python benchmarks/bench_tokens.py

Reads news2017 from $FRAMING_CACHE (or .framing-cache), fetching it if it is not there. Times are
processor seconds of one core. NLTK's way is what `nltk.word_tokenize` does (Punkt, then the word
tokenizer on each sentence), on every eighth article; it gives no positions and no voice.
"""

from __future__ import annotations

import re
import resource
import time

import numpy as np
from nltk.tokenize.destructive import NLTKWordTokenizer
from reference import news2017_folder, punkt_tokenizer

import framing as fr
from framing.tokens import make_chunk
from framing.tokens.store import CHUNK_ARTICLES

# What is left of quotation marks and apostrophes where an article lost them on its way: a mark
# with ? or U+FFFD beside it, ? at the beginning of a word, a double mark for an apostrophe.
DAMAGE = re.compile(r'"[?\ufffd][\w"\[(]|"\ufffd|(?<!\S)\?[^\W\d]|\w"(?:s|t|d|m|re|ve|ll)\b')


def main() -> None:
    articles = fr.read_corpus(news2017_folder()).articles
    ids, texts = articles.index.tolist(), articles["text"].tolist()
    make_chunk(ids[:100], texts[:100])  # tables of characters are made once
    seconds, n_tokens = min(time_ours(ids, texts) for _ in range(5))
    sample = texts[::8]
    nltk_seconds, nltk_tokens = time_nltk(sample)
    ours, theirs = n_tokens / seconds / 1e6, nltk_tokens / nltk_seconds / 1e6
    print(f"framing.tokenize     {ours:6.2f} M tokens/s  ({n_tokens:,} tokens in {seconds:.2f} s)")
    print(f"nltk.word_tokenize   {theirs:6.2f} M tokens/s  (every eighth article)")
    print(f"ratio                {ours / theirs:6.1f}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory          {peak:6.0f} MB  (this process, NLTK and the articles included)")
    damaged = np.array([DAMAGE.search(text) is not None for text in texts])
    for name, chosen in (("intact", ~damaged), ("damaged", damaged)):
        which = np.flatnonzero(chosen)
        f1, ends = agreement([ids[i] for i in which], [texts[i] for i in which])
        print(f"F1 against Punkt, marks {name:8}{f1:.4f}  ({len(which):,} articles, {ends:,} ends)")


def time_ours(ids: list[str], texts: list[str]) -> tuple[float, int]:
    """Processor seconds, and tokens."""
    began, n_tokens = time.process_time(), 0
    for start in range(0, len(texts), CHUNK_ARTICLES):
        part = slice(start, start + CHUNK_ARTICLES)
        n_tokens += len(make_chunk(ids[part], texts[part]).ids)
    return time.process_time() - began, n_tokens


def time_nltk(texts: list[str]) -> tuple[float, int]:
    sentences, words = punkt_tokenizer(), NLTKWordTokenizer()
    began = time.process_time()
    n_tokens = sum(len(words.tokenize(s)) for text in texts for s in sentences.tokenize(text))
    return time.process_time() - began, n_tokens


def agreement(ids: list[str], texts: list[str]) -> tuple[float, int]:
    """F1 of sentence ends within articles against Punkt's, and how many Punkt has.

    The end of an article is no achievement and is not counted.
    """
    chunk, reference = make_chunk(ids, texts), punkt_tokenizer()
    ends = chunk.char_end[chunk.sentence_offsets[1:] - 1]
    found, wanted = set(), set()
    for row, text in enumerate(texts):
        first, last = chunk.article_sentences[row : row + 2]
        found |= {(row, int(end)) for end in ends[first : last - 1]}
        wanted |= {(row, end) for _, end in list(reference.span_tokenize(text))[:-1]}
    return 2 * len(found & wanted) / (len(found) + len(wanted)), len(wanted)


if __name__ == "__main__":
    main()
