"""Reading lexicon files: our YAML, quanteda's, LIWC's .dic, CSV, and lists of words with scores.

Each reader returns a plain mapping in the words of `Lexicon`: ``categories`` (a category's
name → its fields), ``weights`` (word → score), ``notes``, and whatever else the file says.
Files are untrusted: their size, depth and number of patterns are limited, every scalar stays
a string (so ``no`` and ``on`` are words), and tags and aliases are not followed.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from framing.errors import FramingError

MAX_BYTES = 20_000_000
MAX_DEPTH = 12
# Every scalar of a lexicon is a line or a paragraph; more than this is not a lexicon.
MAX_NODES = 1_000_000

Fields = dict[str, Any]


def read_lexicon_file(path: Path) -> Fields:
    """The contents of a lexicon file, its format told by the ending of its name."""
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise FramingError(
            f"lexicon={str(path)!r} ends in {path.suffix!r}; "
            f"a lexicon's name ends in one of {', '.join(READERS)}."
        )
    text = _read_text(path)
    try:
        fields = reader(text)
    except FramingError as error:
        raise FramingError(f"lexicon file {path.name!r}: {error}") from None
    return {"name": path.stem, **fields}


def _read_text(path: Path) -> str:
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise FramingError(
                f"lexicon={str(path)!r} has {size:,} bytes; at most {MAX_BYTES:,} are read."
            )
        content = path.read_bytes()
    except OSError as error:
        raise FramingError(
            f"lexicon={str(path)!r} cannot be read ({error.strerror}); "
            "give the name of a lexicon or a file that is there."
        ) from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


# --- YAML ------------------------------------------------------------------------------------


def _yaml(text: str) -> Fields:
    tree = yaml_tree(text)
    if not isinstance(tree, dict) or not tree:
        raise FramingError("a mapping of categories to patterns is wanted; write one.")
    if isinstance(tree.get("categories"), dict):
        return tree
    return {"categories": _quanteda(tree)}


def yaml_tree(text: str) -> Any:
    """YAML as strings, lists and dicts.

    Built from the parser's events, so that nothing is constructed, deep nesting and aliases
    are refused before they cost anything, and a key written twice is an error.
    """
    import yaml

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    # Each open collection: the list or dict, and (for a dict) the key that waits for its value.
    stack: list[tuple[list[Any] | dict[str, Any], list[str]]] = [([], [])]
    try:
        for number, event in enumerate(yaml.parse(text, Loader=loader)):
            if number > MAX_NODES or len(stack) > MAX_DEPTH:
                raise FramingError(
                    f"it is nested deeper than {MAX_DEPTH} levels or has over "
                    f"{MAX_NODES:,} entries; a lexicon is a few lists of words."
                )
            line = event.start_mark.line + 1 if event.start_mark else 0
            if isinstance(event, yaml.AliasEvent):
                raise FramingError(f"line {line} refers to an anchor; write the words out.")
            if isinstance(event, yaml.ScalarEvent):
                _put(stack, event.value, line)
            elif isinstance(event, yaml.CollectionStartEvent):
                opened: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
                _put(stack, opened, line)
                stack.append((opened, []))
            elif isinstance(event, yaml.CollectionEndEvent):
                stack.pop()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" at line {mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or str(error).splitlines()[0]
        raise FramingError(f"it is not YAML{where} ({problem}); mend that line.") from None
    top = stack[0][0]
    if len(top) != 1:
        raise FramingError("one YAML document is wanted; put the lexicon into one.")
    assert isinstance(top, list)
    return top[0]


def _put(stack: list[tuple[list[Any] | dict[str, Any], list[str]]], value: Any, line: int) -> None:
    container, waiting = stack[-1]
    if isinstance(container, list):
        container.append(value)
    elif waiting:
        container[waiting.pop()] = value
    elif not isinstance(value, str):
        raise FramingError(f"line {line} has a list or mapping for a key; use a word.")
    elif value in container:
        raise FramingError(f"line {line} has the key {value!r} a second time; join the two.")
    else:
        container[value] = None
        waiting.append(value)


def _quanteda(tree: Any, path: tuple[str, ...] = ()) -> Fields:
    """Nested categories as ``parent/child``; words beside subcategories stay the parent's."""
    categories: Fields = {}
    own: list[str] = []
    for entry in tree if isinstance(tree, list) else [tree]:
        if isinstance(entry, str):
            own.append(entry)
        elif isinstance(entry, list):
            raise FramingError(f"category {'/'.join(path)!r} has a list within a list; name it.")
        else:
            for name, below in entry.items():
                for key, fields in _quanteda(below, (*path, name) if name else path).items():
                    known = categories.setdefault(key, {"patterns": []})
                    known["patterns"].extend(fields["patterns"])
    if own and not path:
        raise FramingError("there are words outside any category; put them into one.")
    if own or not categories:
        known = categories.setdefault("/".join(path), {"patterns": []})
        known["patterns"].extend(own)
    return categories


# --- LIWC ------------------------------------------------------------------------------------

_LIWC_NAME = re.compile(r"(?P<indent>\t*)\s*(?P<number>\d+)\s+(?P<name>.+?)\s*$")
_LIWC_LABEL = re.compile(r"^(?P<name>\S+)\s+\((?P<label>.+)\)$")


def _liwc(text: str) -> Fields:
    lines = text.splitlines()
    signs = [number for number, line in enumerate(lines) if line.strip() == "%"]
    if len(signs) < 2:
        raise FramingError("its list of categories does not stand between two lines of '%'.")
    names, definitions = _liwc_names(lines[signs[0] + 1 : signs[1]])
    categories: Fields = {
        name: {"patterns": [], "definition": definitions.get(name, "")} for name in names.values()
    }
    notes = []
    for number, line in enumerate(lines[signs[1] + 1 :], start=signs[1] + 2):
        pattern, codes = _liwc_entry(line)
        for code in codes:
            if not code.isdigit():
                notes.append(f"line {number}: the condition {code!r} of {pattern!r} was left out")
            elif int(code) not in names:
                raise FramingError(f"line {number} names category {code}, which is not listed.")
            else:
                categories[names[int(code)]]["patterns"].append(pattern)
    return {"categories": categories, "notes": tuple(notes)}


def _liwc_names(lines: list[str]) -> tuple[dict[int, str], dict[str, str]]:
    """Number → name, with ``parent/child`` where tabs before the numbers say so."""
    names: dict[int, str] = {}
    definitions: dict[str, str] = {}
    parents: list[str] = []
    for line in filter(str.strip, lines):
        found = _LIWC_NAME.match(line)
        if found is None:
            raise FramingError(f"{line.strip()!r} in the list of categories lacks its number.")
        name = re.split(r"\t+", found["name"])[-1].strip()
        labelled = _LIWC_LABEL.match(name)
        if labelled:
            name = labelled["name"]
        depth = min(len(found["indent"]), len(parents))
        parents = [*parents[:depth], name]
        full = "/".join(parents)
        if labelled:
            definitions[full] = labelled["label"]
        names[int(found["number"])] = full
    return names, definitions


def _liwc_entry(line: str) -> tuple[str, list[str]]:
    """A pattern and its codes; tabs part them, or spaces before the first number."""
    if "\t" in line.strip():
        pattern, _, rest = line.strip().partition("\t")
    else:
        pattern, _, rest = re.sub(r"\s+(?=[\d(<])", "\t", line.strip(), count=1).partition("\t")
    return pattern.strip(), re.findall(r"\([^)]*\)\S*|\S+", rest)


# --- tables ----------------------------------------------------------------------------------


def _csv(text: str) -> Fields:
    rows = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        columns = [name.strip().lower() for name in rows.fieldnames or []]
        rows.fieldnames = columns
        if {"category", "pattern"} <= set(columns):
            return _table_of_patterns(rows)
        if {"word", "score"} <= set(columns):
            return {"weights": _scores(((row["word"], row["score"]) for row in rows), first=2)}
    except csv.Error as error:
        raise FramingError(f"it is not CSV at line {rows.line_num} ({error}).") from None
    raise FramingError(
        f"its columns are {', '.join(columns) or 'none'}; "
        "wanted are category and pattern, or word and score."
    )


def _table_of_patterns(rows: csv.DictReader[str]) -> Fields:
    categories: Fields = {}
    for row in rows:
        known = categories.setdefault((row["category"] or "").strip(), {"patterns": []})
        known["patterns"].append(row["pattern"])
        if "weight" in row:
            number = _number(row["weight"], rows.line_num)
            known.setdefault("weights", []).append(number)
    return {"categories": categories}


def _valence_text(text: str) -> Fields:
    """VADER's form: word, score and whatever follows, parted by tabs; the last score counts."""
    lines = (line.split("\t") for line in text.splitlines() if line.strip())
    return {"weights": _scores((line[0], line[1] if len(line) > 1 else None) for line in lines)}


def _scores(pairs: Any, first: int = 1) -> dict[str, float]:
    weights = {
        (word or "").strip(): _number(score, number)
        for number, (word, score) in enumerate(pairs, start=first)
    }
    if "" in weights:
        raise FramingError("a score stands without its word; add the word or remove the line.")
    return weights


def _number(written: str | None, line: int) -> float:
    try:
        number = float(written or "")
    except ValueError:
        number = float("nan")
    if not abs(number) < float("inf"):
        raise FramingError(f"line {line} has {written!r} where a number is wanted.")
    return number


READERS: dict[str, Callable[[str], Fields]] = {
    ".yaml": _yaml,
    ".yml": _yaml,
    ".dic": _liwc,
    ".csv": _csv,
    ".tsv": _valence_text,
    ".txt": _valence_text,
}
