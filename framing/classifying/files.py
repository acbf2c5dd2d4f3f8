"""Classifiers on disk: arrays as npz without pickle, all else as JSON and CSV."""

from __future__ import annotations

import io
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

import numpy as np
import pandas as pd

from framing.classifying.classifier import HELD_OUT, Classifier
from framing.coding.units import UNITS
from framing.errors import FramingError, check_choice
from framing.saving import write_whole

if TYPE_CHECKING:
    from collections.abc import Mapping

ABOUT, WEIGHTS, HELD, CARD = "classifier.json", "weights.npz", "held-out.csv", "card.md"
FORM = "media-framing classifier 1"
TABLES = ("idf", "weights")
ROWS = ("intercepts", "slopes", "offsets", "thresholds")
LARGEST = 1 << 30  # bytes of arrays


def save_classifier(classifier: Classifier, folder: str | os.PathLike[str]) -> Path:
    """Write the classifier into a folder; returns the folder."""
    folder = Path(folder)
    about = {
        "form": FORM,
        "unit": classifier.unit,
        "categories": list(classifier.categories),
        "left_out": dict(classifier.left_out),
        "settings": dict(classifier.settings),
        "terms": classifier.terms.tolist(),
    }
    arrays = io.BytesIO()
    np.savez_compressed(
        arrays, allow_pickle=False, **{name: getattr(classifier, name) for name in TABLES + ROWS}
    )
    held = classifier.held_out.to_csv(index=False, lineterminator="\n")
    write_whole(folder / ABOUT, (json.dumps(about, ensure_ascii=False, indent=0) + "\n").encode())
    write_whole(folder / WEIGHTS, arrays.getvalue())
    write_whole(folder / HELD, held.encode())
    write_whole(folder / CARD, classifier.card().encode())
    return folder


def read_classifier(folder: str | os.PathLike[str]) -> Classifier:
    """Read a classifier that `Classifier.save` wrote. Nothing in it is executed.

    Parameters
    ----------
    folder : path

    Raises
    ------
    FramingError
        A file is missing or damaged.

    Examples
    --------
    >>> import framing as fr, tempfile
    >>> corpus = fr.example()
    >>> codes = fr.Gold.from_labels(corpus.articles["frames"]).select("human_interest")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     fr.read_classifier(fr.train_classifier(corpus, codes).save(folder))
    Classifier(human_interest; 72 coded articles)
    """
    folder = Path(folder)
    try:
        about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
        if about["form"] != FORM:
            raise ValueError(f"its form is {about['form']!r}, and not {FORM!r}")
        categories = tuple(map(str, about["categories"]))
        terms = np.array([str(term) for term in about["terms"]], dtype=object)
        arrays = _arrays(folder / WEIGHTS, (len(terms), len(categories)))
        held = _held(folder / HELD, categories)
        return Classifier(
            check_choice("unit", about["unit"], UNITS),
            categories,
            terms,
            **arrays,
            held_out=held,
            left_out=dict(about["left_out"]),
            settings=dict(about["settings"]),
        )
    except OSError as error:
        raise FramingError(
            f"{error.filename} cannot be read ({error.strerror}); give the folder that "
            "Classifier.save wrote."
        ) from None
    except (ValueError, KeyError, TypeError, BadZipFile, EOFError) as error:
        raise FramingError(
            f"the classifier in {folder} is damaged ({error}); train it again."
        ) from None


def _arrays(path: Path, shape: tuple[int, int]) -> Mapping[str, Any]:
    made = {}
    with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as file:
        unpacked = sum(entry.file_size for entry in file.zip.infolist())
        if unpacked > LARGEST:
            raise ValueError(f"its arrays are of {unpacked:,} bytes")
        for name in TABLES + ROWS:
            array = file[name]
            wanted = shape if name in TABLES else shape[1:]
            if array.shape != wanted or array.dtype != np.float64:
                raise ValueError(f"{name} is {array.dtype} {array.shape}, and not float64 {wanted}")
            made[name] = array
    return made


def _held(path: Path, categories: tuple[str, ...]) -> pd.DataFrame:
    texts = dict.fromkeys(["article_id", "outlet", "event", "category"], "str")
    held = pd.read_csv(path, dtype=texts, keep_default_na=False)
    if list(held.columns) != HELD_OUT:
        raise ValueError(f"{path.name} has the columns {', '.join(held.columns)}")
    for name in held["category"].unique():
        check_choice("category", name, categories)
    numbers = [name for name in HELD_OUT if name not in texts]
    if not all(held[name].dtype.kind in "if" for name in numbers):
        raise ValueError(f"{path.name} has a number that is none")
    return held
