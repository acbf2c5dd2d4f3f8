"""Sentence embeddings, by a model of one's own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from framing.errors import FramingError, LeftOut

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Model = str | Path | Callable[[list[str]], Any]

BATCH = 32
MOST_TOKENS = 256
MODELS = ("model.onnx", "onnx/model.onnx")
TOKENIZER = "tokenizer.json"


def embed(sentences: Sequence[str], model: Model) -> Floats:
    """Turn sentences into vectors by a model that the caller has.

    Nothing is downloaded. A model is a folder as sentence-transformers and optimum export it:
    ``model.onnx`` (or ``onnx/model.onnx``) and ``tokenizer.json``. The vectors of a sentence's
    pieces are averaged and brought to length 1, so that the product of two is their cosine.
    Sentences are cut after 256 pieces. For most purposes here the overlap of words (TF-IDF) does
    nearly as well: docs/microframes.md has a figure.

    Parameters
    ----------
    sentences : sequence of str
    model : str, Path or callable
        The folder; or a function from a list of sentences to an array of (n, dimensions), which
        can be any library's: ``SentenceTransformer(path).encode``.

    Returns
    -------
    float64 array, (n_sentences, n_dimensions)
        Rows of length 1; a sentence in which the model finds nothing is NaN.

    Raises
    ------
    LeftOut
        If the folder is to be read and the extra ``embeddings`` is not installed.
    FramingError
        If the folder lacks a file, or the function gives back another shape.

    Examples
    --------
    >>> letters = lambda texts: [[text.count("a"), text.count("b")] for text in texts]
    >>> embed(["ab", "aa", ""], letters).round(2).tolist()
    [[0.71, 0.71], [1.0, 0.0], [nan, nan]]
    """
    given = list(sentences)
    encode = model if callable(model) else _from_folder(Path(model))
    # Sentences of like length are run together, since a batch is as long as its longest.
    order = sorted(range(len(given)), key=lambda place: len(given[place]))
    parts = []
    for first in range(0, len(order), BATCH):
        texts = [given[place] for place in order[first : first + BATCH]]
        part = np.asarray(encode(texts), dtype=np.float64)
        if part.ndim != 2 or len(part) != len(texts):
            raise FramingError(
                f"model gives an array of shape {part.shape} for {len(texts)} sentences; it must "
                "give a row of numbers for each."
            )
        parts.append(part)
    if not parts:
        return np.zeros((0, 0))
    found = np.empty((len(given), parts[0].shape[1]))
    found[order] = np.concatenate(parts)
    length = np.linalg.norm(found, axis=1, keepdims=True)
    return found / np.where(length > 0, length, np.nan)


def _from_folder(folder: Path) -> Callable[[list[str]], Floats]:
    model = next((folder / name for name in MODELS if (folder / name).is_file()), None)
    for name, there in (("model.onnx", model), (TOKENIZER, (folder / TOKENIZER).is_file())):
        if not there:
            raise FramingError(
                f"model={str(folder)!r} has no {name}; give a folder with model.onnx and "
                "tokenizer.json, or a function from sentences to vectors."
            )
    try:
        from onnxruntime import InferenceSession
        from tokenizers import Tokenizer
    except ImportError:
        raise LeftOut(
            "a model in a folder needs the extra; pip install 'media-framing[embeddings]', or give "
            "a function from sentences to vectors."
        ) from None
    tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
    tokenizer.enable_truncation(MOST_TOKENS)
    tokenizer.enable_padding()
    session = InferenceSession(str(model), providers=["CPUExecutionProvider"])
    wanted = {one.name for one in session.get_inputs()}

    def encode(texts: list[str]) -> Floats:
        pieces = tokenizer.encode_batch(texts)
        mask = np.array([one.attention_mask for one in pieces], dtype=np.int64)
        ids = np.array([one.ids for one in pieces], dtype=np.int64)
        if not ids.shape[1]:
            ids = mask = np.zeros((len(texts), 1), dtype=np.int64)
        inputs = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        given = {name: array for name, array in inputs.items() if name in wanted}
        states = np.asarray(session.run(None, given)[0], dtype=np.float64)
        if states.ndim == 2:  # the model averages by itself
            return states
        weight = mask[:, :, np.newaxis]
        return (states * weight).sum(axis=1) / np.maximum(weight.sum(axis=1), 1)

    return encode
