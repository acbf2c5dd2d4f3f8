"""The columns of a corpus: their names, and how values of any kind are brought to the kind kept."""

from __future__ import annotations

import json
from collections.abc import Iterable

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

REQUIRED = ("outlet", "text")
WORDS = ("title", "event", "url", "author", "section", "genre", "language")
KNOWN = ("article_id", *REQUIRED, "date", *WORDS, "weight")

UNPAIRED = dict.fromkeys(range(0xD800, 0xE000), "\N{REPLACEMENT CHARACTER}")  # half pairs
_SOMETHING_TO_READ = r"[^\s\pZ\p{Cc}\p{Cf}]"


def listed(names: Iterable[object]) -> str:
    """Names for a sentence: 'a', 'b', or none; the first 40, and 40 characters of each."""
    shown = [repr(str(name)[:40]) for name in names]
    return ", ".join(shown[:40]) + (", …" if len(shown) > 40 else "") or "none"


def strings(values: pd.Series) -> pd.Series:
    """The values as `str` (Arrow-backed, UTF-8), missing as NaN.

    1.0 becomes "1"; a list or mapping becomes JSON. Halves of surrogate pairs, which no UTF-8 text
    can hold, become U+FFFD.
    """
    if isinstance(values.dtype, pd.StringDtype):
        return values if values.dtype == "str" else values.astype("str")
    if pd.api.types.is_float_dtype(values.dtype):
        values = values.astype(object)
    if values.dtype != object:
        return values.astype("str")
    missing = values.isna()
    texts = [None if gone else _string(value) for value, gone in zip(values, missing, strict=True)]
    return pd.Series(_arrow_strings(texts), values.index, name=values.name)


def _arrow_strings(texts: list[str | None]) -> pd.api.extensions.ExtensionArray:
    try:
        array = pa.array(texts, pa.large_string())
    except UnicodeEncodeError:
        mended = [text and text.translate(UNPAIRED) for text in texts]
        array = pa.array(mended, pa.large_string())
    return pd.array(array, dtype="str")


def _string(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, (dict, list, tuple, np.ndarray)):
        return json.dumps(value, ensure_ascii=False, default=_plain)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _plain(value: object) -> object:
    return value.tolist() if isinstance(value, (np.ndarray, np.generic)) else str(value)


def not_text(values: pd.Series) -> np.ndarray:
    """Bool (n,): the value is there and is not a string."""
    if isinstance(values.dtype, pd.StringDtype):
        return np.zeros(len(values), bool)
    there = values.notna().to_numpy()
    return there & np.fromiter((not isinstance(v, str) for v in values), bool, len(values))


def not_unicode(values: pd.Series) -> np.ndarray:
    """Bool (n,): the string holds half of a surrogate pair, so that UTF-8 cannot hold the string.

    Array-backed strings cannot hold such a thing, so only columns of Python objects are looked at.
    """
    if values.dtype != object:
        return np.zeros(len(values), bool)
    return np.fromiter((isinstance(v, str) and _is_broken(v) for v in values), bool, len(values))


def _is_broken(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def blank(texts: pd.Series) -> np.ndarray:
    """Bool (n,): the string is missing, or holds white space and control characters only."""
    array = pa.array(texts) if texts.dtype != "str" else texts.array.__arrow_array__()
    there = pc.fill_null(pc.match_substring_regex(array, _SOMETHING_TO_READ), False)
    return ~there.to_numpy(zero_copy_only=False)


def covariate(values: pd.Series) -> pd.Series:
    """A column of any kind as numbers, booleans, dates (no time zone, µs) or strings.

    Categories become strings, nullable numbers float64 where one is missing.
    """
    dtype = values.dtype
    if isinstance(dtype, pd.DatetimeTZDtype):
        return values.dt.tz_convert("UTC").dt.tz_localize(None).dt.as_unit("us")
    if pd.api.types.is_datetime64_dtype(dtype):
        return values.dt.as_unit("us")
    if pd.api.types.is_numeric_dtype(dtype) and not pd.api.types.is_complex_dtype(dtype):
        return _plain_numbers(values)
    if dtype == "object":
        there = values[values.notna()].infer_objects()
        if there.dtype.kind in "biuf" and len(there) < len(values):
            there = there.astype("float64")
        if there.dtype.kind in "biufM":
            return covariate(there).reindex(values.index)
    texts = strings(values)
    return texts.mask(texts == "")


def _plain_numbers(values: pd.Series) -> pd.Series:
    if isinstance(values.dtype, np.dtype):
        return values
    if values.isna().any():
        return values.astype("float64")
    return values.astype(values.dtype.numpy_dtype)


def rows(frame: pd.DataFrame, keep: np.ndarray) -> pd.DataFrame:
    """The rows where `keep` (bool, one a row) holds.

    As `frame[keep]`, without ever holding all the text in memory at once: pandas would.
    """
    if keep.all():
        return frame
    mask = pa.array(keep)
    kept = {
        name: pd.array(values.array.__arrow_array__().filter(mask), dtype="str")
        if values.dtype == "str"
        else values.array[keep]
        for name, values in frame.items()
    }
    return pd.DataFrame(kept, index=frame.index[keep])
