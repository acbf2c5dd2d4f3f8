"""Time and memory to find copies, and what MinHash would give instead of exact counts.

    python benchmarks/bench_copies.py [ARTICLES ...]

First news2017: seconds of one processor for exact and near copies and with paraphrases, beside
rensa's MinHash with 128 permutations (if it is installed) on the same sequences of five words, by
how many pairs with half and more in common it finds.

Then larger corpora (100,000 articles, if none are given), each in a process of its own: news2017
over and over, in each round with its words exchanged for others as frequent, so that the rounds
are as unlike as articles on other subjects, and with one article in a hundred spun by another
outlet.
"""

from __future__ import annotations

import random
import re
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
from reference import news2017_folder, timed
from spinning import spin

import framing as fr
from framing.duplicates import groups, shingles
from framing.parallel import map_chunks

WORK = """
import sys
import framing as fr
copies = fr.find_duplicates(fr.read_corpus(sys.argv[1]))
print(len(copies), copies["article_id"].str.endswith("-spun").sum(), file=open(sys.argv[2], "w"))
"""
LEFT = 60  # most frequent words that stay as they are
BAND = 40  # words of neighbouring frequency that are exchanged among themselves


def main(sizes: list[int]) -> None:
    corpus = fr.read_corpus(news2017_folder())
    tokens = fr.tokenize(corpus)
    assert len(tokens.articles) == len(corpus)  # all chunks are made
    for paraphrases in (False, True):
        groups._remembered.clear()
        began = time.process_time()
        found = fr.find_duplicates(corpus, paraphrases=paraphrases)
        seconds = time.process_time() - began
        print(f"news2017, paraphrases {paraphrases!s:<6}{seconds:>6.2f} s, {len(found)} articles")
    minhash(tokens)
    print(
        f"\n{'articles':>10}{'seconds':>10}{'MB':>8}{'MB own':>8}{'copies':>8}{'spun, found':>13}"
    )
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            path, out = Path(folder) / "articles.arrow", Path(folder) / "found"
            n_spun = grow(corpus.articles, size, path)
            seconds, whole, own = timed([sys.executable, "-c", WORK, str(path), str(out)])
            copies, spun = out.read_text().split()
        print(
            f"{size:>10,}{seconds:>10.1f}{whole:>8.0f}{own:>8.0f}{copies:>8}{spun:>8} of {n_spun}"
        )


def minhash(tokens: fr.Tokens) -> None:
    """Pairs with half of all sequences or more in common, by rensa and by exact counts."""
    try:
        import rensa
    except ImportError:
        print("rensa is not installed")
        return
    parts = map_chunks(shingles.prints, tokens)
    began = time.process_time()
    counts = [(len(part.digests), part.article, part.shingle) for part in parts]
    shared, size = shingles.shared_values(counts)
    able = np.flatnonzero(size >= shingles.FEWEST)
    exact = shingles.sharing(shared, size, able, 0.0)
    together = size[exact.one] + size[exact.other]
    common = exact.overlap * np.minimum(size[exact.one], size[exact.other])
    alike = common / (together - common) >= 0.5
    print(f"exact counts {time.process_time() - began:>6.2f} s, {alike.sum()} pairs alike by half")

    began = time.process_time()
    sketches, start = {}, 0
    lsh = rensa.RMinHashLSH(threshold=0.5, num_perm=128, num_bands=32)
    for part in parts:
        for number in range(len(part.digests)):
            own = part.shingle[part.article == number]
            if len(own) >= shingles.FEWEST:
                sketch = rensa.RMinHash(num_perm=128, seed=0)
                sketch.update([str(value) for value in own.tolist()])
                sketches[start + number] = sketch
                lsh.insert(start + number, sketch)
        start += len(part.digests)
    pairs = {
        (one, other)
        for one, sketch in sketches.items()
        for other in lsh.query(sketch)
        if one < other and sketch.jaccard(sketches[other]) >= 0.5
    }
    wanted = set(zip(exact.one[alike].tolist(), exact.other[alike].tolist(), strict=True))
    seconds = time.process_time() - began
    print(
        f"rensa        {seconds:>6.2f} s, {len(pairs)} pairs, {len(pairs & wanted)} of them exact"
    )


def grow(articles: pd.DataFrame, size: int, path: Path) -> int:
    """Rounds of the articles in other words, written one by one; returns how many are spun."""
    articles = articles.reset_index()[["article_id", "outlet", "date", "text"]]
    schema, done, n_spun = pa.Schema.from_pandas(articles, preserve_index=False), 0, 0
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, schema) as writer:
        while done < size:
            chance = random.Random(done)
            frame = articles.assign(text=exchanged(articles["text"], done))
            spun = frame.iloc[::100].assign(outlet="The Copyist")
            spun["article_id"] += "-spun"
            spun["text"] = [spin(text, "medium", chance) for text in spun["text"]]
            frame = pd.concat([spun, frame]).head(size - done)
            frame["article_id"] = f"{done}-" + frame["article_id"]
            n_spun += int(frame["article_id"].str.endswith("-spun").sum())
            writer.write_table(pa.Table.from_pandas(frame, schema, preserve_index=False))
            done += len(frame)
    return n_spun


def exchanged(texts: pd.Series, seed: int) -> list[str]:
    """The texts with each word but the most frequent exchanged for one about as frequent."""
    if seed == 0:
        return texts.tolist()
    word = re.compile(r"[^\W\d_]+")
    counts = pd.Series([w for text in texts for w in word.findall(text)]).value_counts()
    other: dict[str, str] = {}
    chance = np.random.default_rng(seed)
    for capital in (False, True):
        words = [w for w in counts.index[LEFT:] if w[0].isupper() == capital]
        for start in range(0, len(words), BAND):
            band = words[start : start + BAND]
            other |= dict(zip(band, chance.permutation(band).tolist(), strict=True))
    return [word.sub(lambda m: other.get(m.group(), m.group()), text) for text in texts]


if __name__ == "__main__":
    main([int(size.replace(",", "")) for size in sys.argv[1:]] or [100_000])
