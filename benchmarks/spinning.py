"""Spun copies of articles: other words from a table, clauses moved, sentences split and joined.

    spin(text, "medium", random.Random(0))

makes what a machine makes that is to hide where a text comes from. The table is small and the
grammar suffers, as it does in spun copies. Names, numbers and quoted words stay; that is what
`framing.find_duplicates` relies on, so that the copies by hand in tests/paraphrases, in which
quotations are reworded too, and those that Apertium translates there and back are the harder test.
"""

from __future__ import annotations

import random
import re
import shutil
import subprocess
from pathlib import Path
from typing import Literal

Strength = Literal["light", "medium", "strong", "shortened", "re-led"]
STRENGTHS: tuple[Strength, ...] = ("light", "medium", "strong", "shortened", "re-led")
SHARE = {"light": 0.4, "medium": 0.75, "strong": 1.0, "shortened": 0.75, "re-led": 0.75}
CLAUSES = {"light": 0.0, "medium": 0.35, "strong": 0.7, "shortened": 0.35, "re-led": 0.35}
KEPT = 0.6  # share of the sentences of a shortened copy


def _table() -> dict[str, list[str]]:
    """Each word of synonyms.txt and its regular forms, with what may stand in its place."""
    base: dict[str, list[str]] = {}
    for entry in Path(__file__).with_name("synonyms.txt").read_text("utf-8").splitlines():
        word, others = entry.split(": ")
        base[word] = others.split(", ")
    table = dict(base)
    for word, others in base.items():
        for ending in ("s", "ed", "ing"):
            forms = [_formed(other, ending) for other in others]
            table.setdefault(_formed(word, ending), forms)
    return table


def _formed(words: str, ending: str) -> str:
    """The first word with an ending, after the rules for regular verbs.

    >>> _formed("carry on", "ed"), _formed("move", "ing"), _formed("pass", "s")
    ('carried on', 'moving', 'passes')
    """
    first, _, rest = words.partition(" ")
    if ending == "s" and first.endswith(("s", "x", "ch", "sh")):
        ending = "es"
    if first.endswith("y") and first[-2:-1] not in tuple("aeiou") and ending != "ing":
        first, ending = first[:-1] + "i", {"s": "es"}.get(ending, ending)
    elif first.endswith("e") and ending in ("ed", "ing"):
        first = first[:-1]
    return f"{first}{ending} {rest}".strip()


TABLE = _table()


def sentences(text: str) -> list[str]:
    return re.split(r"(?<=[.!?”\"])\s+(?=[A-Z“\"(])", text.strip())


def spin(text: str, strength: Strength, chance: random.Random) -> str:
    """A copy of the text in other words."""
    parts = sentences(text)
    if strength == "shortened":
        wanted = max(round(len(parts) * KEPT), 1)
        parts = [parts[i] for i in sorted(chance.sample(range(len(parts)), wanted))]
    if strength == "re-led" and len(parts) > 2:
        parts.insert(0, parts.pop(chance.randrange(1, len(parts))))
    moved = [
        _moved(part, chance) if chance.random() < CLAUSES[strength] else part for part in parts
    ]
    return _reworded(" ".join(moved), SHARE[strength], chance)


def _reworded(text: str, share: float, chance: random.Random) -> str:
    def other(match: re.Match[str]) -> str:
        word = match.group()
        if word.startswith(("“", '"')) or chance.random() >= share:
            return word
        found = TABLE.get(word.lower())
        if found is None or not (word.islower() or _begins(text, match.start())):
            return word
        chosen = chance.choice(found)
        return chosen if word.islower() else chosen[0].upper() + chosen[1:]

    return re.sub(r"“[^”]*”|\"[^\"]*\"|[^\W\d_]+", other, text)


def _begins(text: str, at: int) -> bool:
    return at < 2 or text[at - 2] in ".!?”\n"


def _moved(sentence: str, chance: random.Random) -> str:
    """The sentence with its clauses in another order, or in two."""
    if "“" in sentence or '"' in sentence:
        return sentence
    body, stop = sentence.rstrip(".!?"), "."
    split = re.split(r", and |; | and (?=[a-z]+ed )", body, maxsplit=1)
    if len(split) == 2 and chance.random() < 0.6:
        return f"{split[0]}{stop} {split[1][:1].upper()}{split[1][1:]}{stop}"
    clauses = body.split(", ", 1)
    if len(clauses) == 2:
        return f"{clauses[1][:1].upper()}{clauses[1][1:]}, {clauses[0]}{stop}"
    turned = re.match(r"(.{15,}?) (on \w+day|in \w+|at [^,]{3,20}) (.{15,})$", body)
    if turned:
        first, when, rest = turned.groups()
        return f"{when[:1].upper()}{when[1:]} {first} {rest}{stop}"
    return sentence


def translated(text: str, by: str = "spa") -> str | None:
    """The text translated to another language and back by Apertium; None where it is missing."""
    if shutil.which("apertium") is None:
        return None
    for pair in (f"eng-{by}", f"{by}-eng"):
        done = subprocess.run(
            ["apertium", "-u", pair], input=text, capture_output=True, text=True, check=False
        )
        if done.returncode:
            return None
        text = done.stdout
    return text
