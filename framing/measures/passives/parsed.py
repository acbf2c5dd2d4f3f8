"""Passives from a parse."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from framing.measures.passives.clauses import passive_share
from framing.measures.passives.found import Found
from framing.measures.passives.words import is_agent, is_participle, is_state

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from framing.parsing import ChunkParse
    from framing.tokens import Chunk

# A verb in one of these relations to its head makes no clause.
_NO_CLAUSE = ("aux", "auxpass", "amod", "compound", "nmod", "prep", "case", "punct", "advmod")
# May stand between participles that share an agent: "attacked and brutally killed by".
_BETWEEN = ("cc", "punct", "advmod", "conj", "prt", "neg")
_REDUCED = ("acl", "advcl", "ROOT", "conj", "ccomp", "parataxis", "dep")
# Participles that have become prepositions and conjunctions.
_PREPOSITIONS = frozenset("based compared followed given granted provided".split())
_GET = frozenset(["get", "getting", "got", "gotten"])  # lemmatizers leave some as they are
_HELPERS = _GET | {"be", "being"}
# "They're been" for "they've been": no participles of a passive.
_SHARED = 0.35  # passive share of a form from which it is taken to go on with a passive
_FEWEST = 0.2  # passive share of a form below which "'s" before it is "has"
_NEVER = frozenset("been become come gone got had".split())


def find(chunk: Chunk, parse: ChunkParse, reduced: bool) -> Found:
    """Passives with "be" and "get"; with `reduced`, participles without either too."""
    reading = _Reading(chunk, parse)
    is_verb = parse.tag.isin("VB", "VBD", "VBG", "VBN", "VBP", "VBZ")
    clause = np.flatnonzero(is_verb & ~parse.dep.isin(*_NO_CLAUSE))
    found = reading.with_auxiliary()
    found |= reading.coordinated(found)
    if reduced:
        found |= reading.reduced(found)
    agents = reading.agents(found)
    rows = [
        (int(parse.token[first]), int(parse.token[verb]), verb in agents)
        for verb, first in found.items()
    ]
    return Found.of(rows, np.unique(parse.token[clause]))


class _Reading:
    """A parsed chunk, as far as passives are concerned. Passives are kept as a mapping from
    participles to the first token of each."""

    def __init__(self, chunk: Chunk, parse: ChunkParse) -> None:
        self.parse = parse
        self.words: NDArray[np.object_] = chunk.types.folded_strings[chunk.types.folded[chunk.ids]]
        self.ends = chunk.sentence_offsets[1:][chunk.token_sentence]

    def word(self, token: int) -> str:
        return str(self.words[self.parse.token[token]])

    def after(self, token: int, n: int = 5) -> list[str]:
        """The words that follow in the sentence."""
        start = int(self.parse.token[token]) + 1
        return list(self.words[start : min(start + n, int(self.ends[start - 1]))])

    def with_auxiliary(self) -> dict[int, int]:
        parse, found = self.parse, {}
        helpers: dict[int, list[int]] = {}
        for one in np.flatnonzero(parse.dep.isin("aux", "auxpass")).tolist():
            helpers.setdefault(int(parse.head[one]), []).append(one)
        for verb, those in helpers.items():
            last = those[-1]  # "is having fought" is no passive
            if self.helps(last, verb) and self.is_passive(verb, parse.lemma[last] in _GET):
                found[verb] = min(those[0], verb)
        # What the parser takes for an adjective is a passive with "get", or with an agent.
        for verb in np.flatnonzero(parse.tag.isin("VBN") & parse.dep.isin("acomp")).tolist():
            helper = int(parse.head[verb])
            getting = parse.lemma[helper] in _GET
            passive = getting or (parse.lemma[helper] == "be" and self.has_agent(verb))
            if passive and self.is_passive(verb, getting):
                found[verb] = min(helper, verb)
        return found

    def helps(self, helper: int, verb: int) -> bool:
        """Whether an auxiliary is a form of be or get."""
        if self.word(helper).endswith("'s") and (
            self.has_object(verb) or passive_share(self.word(verb)) < _FEWEST
        ):
            return False  # "he's won it", "what's happened"
        return self.parse.lemma[helper] in _HELPERS

    def is_passive(self, verb: int, getting: bool) -> bool:
        """Whether a verb with "be" or "get" is a passive and no adjective or future."""
        word = self.word(verb)
        if word in _NEVER or not is_participle(word):
            return False
        return self.has_agent(verb) or not is_state(word, self.after(verb), getting)

    def has_object(self, verb: int) -> bool:
        return any(self.parse.dep[one] == "dobj" for one in self.parse.children_of(verb).tolist())

    def has_agent(self, verb: int) -> bool:
        """Whether a "by" with an agent depends on the participle or on its object or complement
        ("listed as a terrorist group by the EU")."""
        parse = self.parse
        children = parse.children_of(verb).tolist()
        helpers = [one for one in children if parse.dep[one] in ("aux", "auxpass")]
        nouns = [one for one in children if parse.dep[one] in ("dobj", "oprd", "attr")]
        as_what = [one for one in children if one > verb and self.word(one) == "as"]
        nouns += [noun for one in as_what for noun in parse.children_of(one).tolist()]
        for one in [*children, *(by for noun in nouns for by in parse.children_of(noun).tolist())]:
            if self.word(one) != "by" or parse.dep[one] not in ("agent", "prep"):
                continue
            after = self.after(one)
            in_front = one < verb and (not helpers or one < helpers[0])
            if is_agent(after) and (not in_front or after[0] == "whom"):
                return True
        return False

    def coordinated(self, found: dict[int, int]) -> dict[int, int]:
        """Participles beside those of passives that share their auxiliary."""
        parse, added = self.parse, dict[int, int]()
        following = parse.dep.isin("conj") & parse.tag.isin("VBN", "VBD")
        for verb in np.flatnonzero(following).tolist():
            first = int(parse.head[verb])
            if verb in found or (first not in found and first not in added):
                continue
            relations = {parse.dep[one] for one in parse.children_of(verb).tolist()}
            if relations & {"aux", "auxpass", "expl"}:
                continue
            # "and 50 injured"; a past tense by its look may go on with the passive too.
            unsure = parse.tag[verb] == "VBD" or "nsubj" in relations
            if unsure and (self.has_object(verb) or passive_share(self.word(verb)) < _SHARED):
                continue
            if parse.tag[verb] == "VBD" and relations & {"nsubj", "nsubjpass"}:
                continue
            if self.is_passive(verb, False):
                added[verb] = verb
        return added

    def reduced(self, found: dict[int, int]) -> dict[int, int]:
        """Participles without an auxiliary: "the man arrested on Monday", "Three held"."""
        parse, added = self.parse, dict[int, int]()
        bare = parse.tag.isin("VBN") & parse.dep.isin(*_REDUCED)
        held = np.zeros(len(parse), dtype=bool)  # verbs with an auxiliary
        held[parse.head[parse.dep.isin("aux", "auxpass")]] = True
        for verb in np.flatnonzero(bare & ~held).tolist():
            shared = parse.dep[verb] == "conj" and int(parse.head[verb]) not in added
            if verb in found or shared or not self.is_passive(verb, False):
                continue
            preposition = parse.dep[verb] == "advcl" and self.word(verb) in _PREPOSITIONS
            if not preposition or self.has_agent(verb):
                added[verb] = verb
        return added

    def agents(self, found: dict[int, int]) -> set[int]:
        """The passives with an agent: their own, or one they share with the next."""
        parse = self.parse
        agents = {verb for verb in found if self.has_agent(verb)}
        for verb in sorted(found, reverse=True):
            first = int(parse.head[verb])
            if verb in agents and parse.dep[verb] == "conj" and first in found:
                between = range(first + 1, verb)
                if all(parse.dep[one] in _BETWEEN for one in between):
                    agents.add(first)
        return agents
