"""The receipt of a collection as a page beside its articles."""

from __future__ import annotations

import os
from pathlib import Path

from framing.corpus import Corpus
from framing.readers import read_corpus
from framing.receipt_page import receipt_page
from framing.saving import write_whole

PAGE = "receipt.html"


def with_page(out: str | os.PathLike[str]) -> Corpus:
    """The corpus of a collection's folder, whose receipt is written to `receipt.html` there."""
    folder = Path(out)
    corpus = read_corpus(folder)
    page = receipt_page(corpus, folder.resolve().name)
    write_whole(folder / PAGE, page.encode("utf-8", "replace"))
    return corpus
