"""Codebooks: what people are to code, category by category."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

from framing.auditing.alpha import Metric
from framing.errors import FramingError, check_choice
from framing.lexicon.files import yaml_tree

FOLDER = Path(__file__).parents[1] / "codebooks"
Scale = Literal["yes-no", "choice", "rating", "amount"]
# How far apart two codes of a scale are, for Krippendorff's alpha.
METRICS: dict[str, Metric] = {
    "yes-no": "nominal",
    "choice": "nominal",
    "rating": "ordinal",
    "amount": "interval",
}
YES = frozenset(("1", "1.0", "y", "yes", "x", "true", "j", "ja"))
NO = frozenset(("0", "0.0", "n", "no", "-", "–", "false", "nein"))
UNSURE = "?"
_NAME = re.compile(r"[^\W\d]\w*")
_TAKEN = {"number", "text", "title", "note", "outlet", "coder", "category", "code", "unit"}


@dataclass(frozen=True)
class Category:
    """A category to be coded.

    Attributes
    ----------
    name, question, definition : str
    scale : {"yes-no", "choice", "rating", "amount"}
        Yes or no; one of `values`; one of `values`, which are numbers in order; or any number.
    values : tuple of str
        What may be given; empty for yes-no and amounts.
    include, exclude : tuple of str
        What counts and what does not.
    examples : tuple of (text, code)
    """

    name: str
    question: str
    definition: str
    scale: Scale = "yes-no"
    values: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    examples: tuple[tuple[str, str], ...] = ()

    @property
    def metric(self) -> Metric:
        """How far apart two codes are: nominal, ordinal or interval."""
        return METRICS[self.scale]

    @property
    def allowed(self) -> str:
        """What may be written, in words."""
        given = {"yes-no": "1 or 0", "amount": "a number"}.get(self.scale)
        return f"{given or ' or '.join(self.values)}, {UNSURE} where the text does not tell"

    def read(self, written: str) -> str:
        """The code as it is kept: "" for none yet, "?", "1" or "0", a value or a number.

        >>> Category("conflict", "Strife?", "…").read(" Yes ")
        '1'

        Raises
        ------
        FramingError
            What is written is none of those allowed.
        """
        folded = written.strip().casefold()
        if folded in ("", UNSURE):
            return folded
        if self.scale == "yes-no" and folded in YES | NO:
            return "1" if folded in YES else "0"
        if self.scale == "amount":
            try:
                number = float(folded)
            except ValueError:
                number = float("nan")
            if abs(number) < float("inf"):
                return f"{number:g}"
        for value in self.values:
            plain = value.casefold()
            if folded == plain or (self.scale == "rating" and folded == f"{plain}.0"):
                return value
        raise FramingError(f"{written!r} is no code of {self.name!r}; give {self.allowed}.")


@dataclass(frozen=True)
class Codebook:
    """What is to be coded, and how; made by `load_codebook`.

    Attributes
    ----------
    name, version, language, licence, citation, definition, instructions : str
    categories : dict
        Name to `Category`, in the order of the sheet.
    """

    name: str
    categories: Mapping[str, Category]
    version: str = ""
    language: str = "und"
    licence: str = ""
    citation: str = ""
    definition: str = ""
    instructions: str = ""

    def __repr__(self) -> str:
        return f"Codebook({self.name!r}, {', '.join(self.categories)})"


def load_codebook(name_or_path: str | os.PathLike[str] | Codebook) -> Codebook:
    """Read a codebook: one that comes with the package, or a YAML file of your own.

    ``generic-frames`` comes with the package: conflict, human interest, economic consequences,
    morality, responsibility (Semetko and Valkenburg 2000,
    doi:10.1111/j.1460-2466.2000.tb02843.x), each with a question, a definition, what counts and
    what does not, and examples. Take it as a template: ``framing code book my-codebook.yaml``
    writes a copy.

    Parameters
    ----------
    name_or_path : str, path or Codebook

    Returns
    -------
    Codebook

    Raises
    ------
    FramingError
        The file cannot be read; a category has no question or definition, bears a name that is no
        word, or has values that do not fit its scale.

    Examples
    --------
    >>> load_codebook("generic-frames")
    Codebook('generic-frames', conflict, human_interest, economic, morality, responsibility)
    """
    if isinstance(name_or_path, Codebook):
        return name_or_path
    path = Path(name_or_path)
    if not path.suffix:
        check_choice("codebook", str(name_or_path), [one.stem for one in _bundled()])
        path = FOLDER / f"{name_or_path}.yaml"
    try:
        return parse_codebook(path.read_text(encoding="utf-8"), path.name)
    except OSError as error:
        raise FramingError(
            f"codebook={str(path)!r} cannot be read ({error.strerror}); give a YAML file, or one "
            f"of {', '.join(one.stem for one in _bundled())}."
        ) from None
    except UnicodeDecodeError:
        raise FramingError(f"codebook={str(path)!r} is not in UTF-8; save it so.") from None


def parse_codebook(text: str, where: str) -> Codebook:
    """A codebook from its YAML; `where` names it in errors."""
    try:
        tree = yaml_tree(text)
    except FramingError as error:
        raise FramingError(f"{where}: {error}") from None
    entries = tree.get("categories") if isinstance(tree, dict) else None
    if not isinstance(entries, dict) or not entries:
        raise FramingError(f"{where} has no categories; see the codebook 'generic-frames'.")
    about = {
        key: _text(tree.get(key, ""), f"{where}: {key}")
        for key in ("version", "language", "licence", "citation", "definition", "instructions")
    }
    made = {name: _category(name, entry, where) for name, entry in entries.items()}
    name = _text(tree.get("name", ""), f"{where}: name") or Path(where).stem
    return Codebook(name=name, categories=made, **about)


def _bundled() -> list[Path]:
    return sorted(FOLDER.glob("*.yaml"))


def _category(name: str, entry: Any, where: str) -> Category:
    here = f"{where}: category {name!r}"
    if not _NAME.fullmatch(name) or name in _TAKEN:
        raise FramingError(
            f"{here} must be a word of letters, digits and _, and none of "
            f"{', '.join(sorted(_TAKEN))}."
        )
    if not isinstance(entry, dict):
        raise FramingError(f"{here} must have a question and a definition.")
    said = {key: _text(entry.get(key, ""), f"{here}, {key}") for key in ("question", "definition")}
    for key, value in said.items():
        if not value:
            raise FramingError(f"{here} has no {key}; say what is to be coded.")
    scale = _text(entry.get("scale", "yes-no"), f"{here}, scale")
    if scale not in METRICS:
        raise FramingError(f"{here}: scale {scale!r}; choose one of {', '.join(METRICS)}.")
    values = _texts(entry.get("values", []), f"{here}, values")
    needed = scale in ("choice", "rating")
    numbers = scale != "rating" or _rising(values)
    if needed != bool(values) or (needed and len(set(values)) < 2) or not numbers:
        raise FramingError(
            f"{here}: values {list(values)} with the scale {scale!r}; a choice has two or more, a "
            "rating has rising numbers, others have none."
        )
    return Category(
        name=name,
        scale=scale,  # type: ignore[arg-type]
        values=values,
        include=_texts(entry.get("include", []), f"{here}, include"),
        exclude=_texts(entry.get("exclude", []), f"{here}, exclude"),
        examples=_examples(entry.get("examples", []), f"{here}, examples"),
        **said,
    )


def _rising(values: tuple[str, ...]) -> bool:
    try:
        numbers = [float(value) for value in values]
    except ValueError:
        return False
    return all(one < two for one, two in pairwise(numbers))


def _text(value: Any, where: str) -> str:
    if not isinstance(value, str):
        raise FramingError(f"{where} must be text.")
    return " ".join(value.split())


def _texts(values: Any, where: str) -> tuple[str, ...]:
    if not isinstance(values, list):
        raise FramingError(f"{where} must be a list.")
    return tuple(_text(value, where) for value in values)


def _examples(values: Any, where: str) -> tuple[tuple[str, str], ...]:
    if not isinstance(values, list) or not all(isinstance(one, dict) for one in values):
        raise FramingError(f"{where} must be a list, each with a text and a code.")
    return tuple(
        (_text(one.get("text", ""), where), _text(one.get("code", ""), where)) for one in values
    )
