"""The words that say something of a person, group or place, in groups with a definition each."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from framing.lexicon import load_lexicon

FILE = Path(__file__).with_name("words.yaml")
VALENCED = ("negative_words", "positive_words")  # VADER's, after the groups of the file
VALENCE = 2.0  # VADER's scores reach from -4 to 4; a usual one counts as much as a word of ours


class Words(NamedTuple):
    """Words in groups.

    Attributes
    ----------
    groups : tuple of str
    verbal : frozenset of int
        The numbers of the groups of verbs.
    entries : dict
        A folded word to its groups, as pairs (number of the group, amount).
    past : frozenset of str
        Forms that may be a participle, so that with "is" or "was" they are passive.
    version : str
    """

    groups: tuple[str, ...]
    verbal: frozenset[int]
    entries: dict[str, list[tuple[int, float]]]
    past: frozenset[str]
    version: str


@cache
def known_words() -> Words:
    """The words of words.yaml and of VADER's list.

    >>> known = known_words()
    >>> [known.groups[number] for number, _ in known.entries["slammed"]]
    ['condemn']
    >>> "slammed" in known.past, "slams" in known.past
    (True, False)
    """
    said: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    irregular = {verb: forms.split() for verb, forms in said["irregular"].items()}
    homographs, passed_over = (set(said[name].split()) for name in ("homographs", "passed_over"))
    entries: dict[str, list[tuple[int, float]]] = {}
    past: set[str] = set()
    for number, group in enumerate(said["groups"].values()):
        forms: set[str] = set()
        for word in group["words"].split():
            if group["kind"] == "verb":
                finite, participles = verb_forms(word, irregular.get(word))
                forms |= (finite | participles) - homographs
                past |= {form for form in participles if not form.endswith("ing")}
            else:
                forms |= {word, plural(word)} if group["kind"] == "noun" else {word}
        for form in forms:
            entries.setdefault(form, []).append((number, 1.0))
    groups = (*said["groups"], *VALENCED)
    for word, score in load_lexicon("vader").weights.items():
        if score and word not in passed_over:
            number = len(groups) - (1 if score > 0 else 2)
            entries.setdefault(word, []).append((number, abs(score) / VALENCE))
    verbal = {n for n, group in enumerate(said["groups"].values()) if group["kind"] == "verb"}
    return Words(groups, frozenset(verbal), entries, frozenset(past), said["version"])


def verb_forms(verb: str, irregular: list[str] | None = None) -> tuple[set[str], set[str]]:
    """A verb's (base form and form in -s; past forms, participles and form in -ing).

    >>> verb_forms("deny")[1] == {"denied", "denying"}
    True
    >>> verb_forms("lie", ["lied", "lying"])
    ({...}, {...})
    """
    stem = verb[:-1] if verb.endswith("e") else verb
    lasting = verb if verb.endswith(("ee", "oe", "ye")) else stem
    if verb.endswith("y") and verb[-2] not in "aeiou":
        singular, regular = f"{verb[:-1]}ies", {f"{verb[:-1]}ied", f"{verb}ing"}
    else:
        hissing = verb.endswith(("s", "x", "z", "sh", "ch"))
        singular, regular = f"{verb}es" if hissing else f"{verb}s", {f"{stem}ed", f"{lasting}ing"}
    if irregular is not None:
        kept = any(form.endswith("ing") for form in irregular)
        regular = {*irregular, *(() if kept else [form for form in regular if form[-1] == "g"])}
    return {verb, singular}, regular


def plural(noun: str) -> str:
    """
    >>> [plural(noun) for noun in ("critic", "controversy", "witness")]
    ['critics', 'controversies', 'witnesses']
    """
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith(("s", "x", "z", "sh", "ch")) else f"{noun}s"
