"""Time and memory as a corpus grows: news2017 over and over, from a memory-mapped Arrow file.

    python benchmarks/bench_scale.py [ARTICLES ...]

Counts loaded terms and lexical sentiment and compares outlets within events, each size in a
process of its own. Without sizes: 50,000 and 200,000 articles; a million takes some six
minutes on two cores and 4 GB of disk.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.feather as feather
from reference import news2017_folder, timed

import framing as fr

WORK = """
import sys
import framing as fr
corpus = fr.read_corpus(sys.argv[1])
tokens = fr.tokenize(corpus)
for measure in (fr.loaded_terms(tokens), fr.sentiment(tokens)):
    fr.compare(measure)
"""


def main(sizes: list[int]) -> None:
    articles = fr.align_events(fr.read_corpus(news2017_folder())).articles.reset_index()
    articles = articles[["article_id", "outlet", "date", "event", "text"]]
    print(f"{'articles':>10}{'seconds':>10}{'articles/s':>12}{'MB':>8}{'MB own':>8}")
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "articles.arrow"
            grow(articles, size, path)
            seconds, whole, own = timed([sys.executable, "-c", WORK, str(path)])
        print(f"{size:>10,}{seconds:>10.1f}{size / seconds:>12,.0f}{whole:>8.0f}{own:>8.0f}")


def grow(articles: pd.DataFrame, size: int, path: Path) -> None:
    """Copies of the articles with ids and events of their own, written block by block."""
    schema, copy = pa.Schema.from_pandas(articles, preserve_index=False), 0
    with pa.OSFile(str(path), "wb") as file, pa.ipc.new_file(file, schema) as writer:
        while copy * len(articles) < size:
            frame = articles.head(size - copy * len(articles)).assign(
                article_id=lambda one, copy=copy: one["article_id"] + f"-{copy}",
                event=lambda one, copy=copy: one["event"] + f"-{copy}",
            )
            writer.write_table(pa.Table.from_pandas(frame, schema, preserve_index=False))
            copy += 1
    assert feather.read_table(path, columns=["article_id"]).num_rows == size


if __name__ == "__main__":
    main([int(size.replace(",", "")) for size in sys.argv[1:]] or [50_000, 200_000])
