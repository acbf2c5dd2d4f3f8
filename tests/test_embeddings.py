"""Sentence embeddings by a model of one's own."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

import framing as fr

WORDS = ["[PAD]", "rain", "sun", "fell"]
TABLE = np.array([[9, 9], [1, 0], [0, 1], [1, 1]], dtype=np.float32)


def field(number: int, content: bytes | int) -> bytes:
    """A field of a protocol buffer."""
    if isinstance(content, int):
        return bytes([number << 3, content])
    return bytes([number << 3 | 2, len(content)]) + content


def tensor_info(name: bytes, element: int, names: list[bytes]) -> bytes:
    shape = b"".join(field(1, field(2, dimension)) for dimension in names)
    return field(1, name) + field(2, field(1, field(1, element) + field(2, shape)))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The smallest model: each word's row of a table."""
    look_up = (
        field(1, b"table") + field(1, b"input_ids") + field(2, b"states") + field(4, b"Gather")
    )
    table = b"".join(field(1, size) for size in TABLE.shape) + field(2, 1) + field(8, b"table")
    table += field(9, TABLE.tobytes())
    graph = field(1, look_up) + field(2, b"g") + field(5, table)
    graph += field(11, tensor_info(b"input_ids", 7, [b"n", b"m"]))
    graph += field(12, tensor_info(b"states", 1, [b"n", b"m", b"d"]))
    model = field(1, 8) + bytes([7 << 3 | 2, len(graph) & 127 | 128, len(graph) >> 7]) + graph
    (tmp_path / "model.onnx").write_bytes(model + field(8, field(2, 13)))
    tokenizer = {
        "version": "1.0",
        "pre_tokenizer": {"type": "Whitespace"},
        "model": {
            "type": "WordLevel",
            "vocab": {word: number for number, word in enumerate(WORDS)},
            "unk_token": "[PAD]",
        },
    }
    (tmp_path / "tokenizer.json").write_text(json.dumps(tokenizer))
    return tmp_path


def test_means_of_the_pieces_without_the_padding(folder: Path) -> None:
    pytest.importorskip("onnxruntime")
    pytest.importorskip("tokenizers")
    found = fr.embed(["rain fell", "sun", ""], folder)
    expected = np.array([2, 1]) / np.sqrt(5)
    np.testing.assert_allclose(found[:2], [expected, [0, 1]], atol=1e-6)
    assert np.isnan(found[2]).all()


def test_order_does_not_matter() -> None:
    texts = [f"{'a' * (n % 7)}{'b' * (n % 5)}c" for n in range(100)]

    def count(batch: list[str]) -> list[list[int]]:
        return [[text.count(letter) for letter in "abc"] for text in batch]

    found = fr.embed(texts, count)
    np.testing.assert_allclose(np.linalg.norm(found, axis=1), 1)
    np.testing.assert_allclose(fr.embed(texts[::-1], count)[::-1], found)
    assert fr.embed([], count).shape == (0, 0)


def test_errors(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(fr.FramingError, match="for 2 sentences"):
        fr.embed(["a", "b"], lambda texts: [1, 2])
    with pytest.raises(fr.FramingError, match=r"has no model\.onnx"):
        fr.embed(["a"], tmp_path / "none")
    monkeypatch.setitem(__import__("sys").modules, "onnxruntime", None)
    with pytest.raises(fr.FramingError, match=r"media-framing\[embeddings\]"):
        fr.embed(["a"], folder)
    (folder / "tokenizer.json").unlink()
    with pytest.raises(fr.FramingError, match=r"has no tokenizer\.json"):
        fr.embed(["a"], folder)
