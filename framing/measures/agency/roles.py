"""Which verbs somebody named in a sentence is the subject or the object of, from its parse."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from framing.measures.agency import verbs

if TYPE_CHECKING:
    from framing.parsing import ChunkParse, Labels

ROLES = ("acts", "acted upon", "speaks", "spoken to", "is")
_NOUNS = ("NOUN", "PROPN", "PRON", "NUM", "DET", "ADJ", "X")
_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass", "expl")
_CLIMBS = 8


class Role(NamedTuple):
    """One verb of somebody; `verb` is a token of the parser."""

    verb: int
    lemma: str
    role: str
    passive: bool
    negated: bool


class Roles:
    """The roles in a parsed chunk."""

    def __init__(self, parse: ChunkParse) -> None:
        self.head: list[int] = parse.head.tolist()
        self.dep, self.lemma, self.tag, self.pos = (
            _strings(labels) for labels in (parse.dep, parse.lemma, parse.tag, parse.pos)
        )
        self.offsets, self.dependents = (one.tolist() for one in parse.children)

    def of(self, low: int, high: int) -> list[Role]:
        """The roles of whom the parser's tokens `low` to `high` name, each once."""
        inside = range(low, high)
        heads = [one for one in inside if self.head[one] not in inside or self.head[one] == one]
        found: dict[tuple[int, str], Role] = {}
        for head in heads[-1:]:
            for verb, subject, passive in self._verbs(head):
                role = self._role(verb, subject, passive)
                if role is not None:
                    found.setdefault((role.verb, role.role), role)
        return sorted(found.values())

    def _role(self, verb: int, subject: bool, passive: bool) -> Role | None:
        lemma = self.lemma[verb].lower()
        particle = [self.lemma[one] for one in self._children(verb) if self.dep[one] == "prt"]
        if lemma in verbs.STATES and not particle:
            role = "is"
        elif lemma in verbs.SPEAKS and not particle:
            role = "speaks" if subject else "spoken to"
        elif lemma in verbs.HAPPENS:
            role = "acted upon" if subject else "is"
        else:
            role = "acts" if subject else "acted upon"
        negated = any(self.dep[one] == "neg" for one in self._children(verb))
        return Role(verb, " ".join([lemma, *particle[:1]]), role, passive, negated)

    def _children(self, token: int) -> list[int]:
        return self.dependents[self.offsets[token] : self.offsets[token + 1]]

    def _has(self, token: int, *deps: str) -> bool:
        return any(self.dep[one] in deps for one in self._children(token))

    def _is_verb(self, token: int) -> bool:
        return self.pos[token] in ("VERB", "AUX") or self.tag[token].startswith("VB")

    # --- from a noun to its verbs ---------------------------------------------------------------

    def _verbs(self, noun: int) -> Iterator[tuple[int, bool, bool]]:
        """(verb, whether it is the subject, whether in the passive)."""
        own = True
        for _ in range(_CLIMBS):
            if own:
                yield from self._clauses_about(noun)
            dep, head = self.dep[noun], self.head[noun]
            if dep in ("compound", "nmod"):
                if not self._stands_for(noun, head):
                    return
            elif dep == "conj" and self.pos[head] in _NOUNS:
                own = False
            elif dep == "pobj" and self.lemma[head] == "of" and self._counts(self.head[head]):
                head = self.head[head]
            elif dep != "appos":
                break
            noun = head
        yield from self._own_role(noun)

    def _stands_for(self, noun: int, head: int) -> bool:
        """Whether a noun before another names the same: police officers, President Hale."""
        lemma = self.lemma[head].lower()
        if lemma in verbs.MEMBERS:
            return lemma not in verbs.NOT_OF_PERSONS or self.pos[noun] == "NOUN"
        return self.lemma[noun].lower() in verbs.TITLES and self.pos[head] == "PROPN"

    def _counts(self, token: int) -> bool:
        return self.lemma[token].lower() in verbs.QUANTITIES or self.pos[token] == "NUM"

    def _own_role(self, noun: int) -> Iterator[tuple[int, bool, bool]]:
        dep, head = self.dep[noun], self.head[noun]
        if dep == "nsubj" and self._is_verb(head):
            yield from self._subject(head)
        elif dep == "nsubjpass" and self._is_verb(head):
            yield from self._subject(head, True)
        elif dep in ("dobj", "dative") and self._is_verb(head):
            yield from self._object(head)
        elif dep == "pobj":
            verb, preposition = self.head[head], self.lemma[head].lower()
            if self.dep[head] == "agent" or (preposition == "by" and self.tag[verb] == "VBN"):
                yield from self._agent(verb)
            elif self.dep[head] == "dative" or preposition in verbs.AT.get(self.lemma[verb], ()):
                yield from self._object(verb)
            elif self.dep[verb] == "dobj" and preposition in verbs.AT.get(
                self.lemma[self.head[verb]], ()
            ):
                yield from self._object(self.head[verb])  # opened fire on the crowd

    def _clauses_about(self, noun: int) -> Iterator[tuple[int, bool, bool]]:
        """Verbs of clauses that hang on a noun: protesters who threw stones, arrested there."""
        for verb in self._children(noun):
            if self.dep[verb] == "acl" and self.tag[verb] == "VBN":
                yield from self._subject(verb, True)
            elif self.dep[verb] == "acl" and self.tag[verb] == "VBG":
                yield from self._subject(verb)
            elif self.dep[verb] == "relcl" and self._is_verb(verb):
                yield from self._relative(verb)

    def _relative(self, verb: int) -> Iterator[tuple[int, bool, bool]]:
        pronouns = {
            self.dep[one]
            for one in self._children(verb)
            if self.lemma[one].lower() in verbs.RELATIVE
            and self.tag[one] in ("WP", "WDT", "IN", "DT")
        }
        if "nsubjpass" in pronouns:
            yield from self._subject(verb, True)
        elif "nsubj" in pronouns:
            yield from self._subject(verb)
        elif "dobj" in pronouns or (
            self._has(verb, "nsubj")
            and not self._has(verb, "dobj", "prep", "ccomp", "xcomp", "advmod")
        ):
            yield from self._object(verb)

    # --- from a verb to those that share its subject or object ----------------------------------

    def _subject(self, verb: int, passive: bool = False) -> Iterator[tuple[int, bool, bool]]:
        """The verbs of the subject of a verb: its own and those that share it."""
        waiting = [(verb, passive)]
        while waiting:
            verb, passive = waiting.pop()
            passive = passive or self._reads_as_passive(verb)
            begun = None if passive else self._begun(verb)
            if begun is None:
                yield verb, not passive, passive
            else:
                waiting.append((begun, False))
            waiting += self._sharing(verb, passive)

    def _reads_as_passive(self, verb: int) -> bool:
        """Whether a verb is in the passive, or stands without its object as in headlines."""
        if self._passive(verb):
            return True
        bare = self.tag[verb] in ("VBN", "VBD") and not self._has(verb, "dobj", "ccomp", "xcomp")
        if bare and self._has(verb, "agent"):
            return True
        alone = bare and not self._has(verb, "conj")
        return alone and self.lemma[verb].lower() in verbs.NEED_OBJECTS

    def _begun(self, verb: int) -> int | None:
        """What is begun or tried, where the verb says no more than that it is."""
        if self.lemma[verb].lower() not in verbs.RAISING:
            return None
        done = (one for one in self._children(verb) if self.dep[one] == "xcomp")
        return next((one for one in done if self._is_verb(one)), None)

    def _sharing(self, verb: int, passive: bool) -> Iterator[tuple[int, bool]]:
        """Verbs that have no subject of their own and share that of another, and whether they are
        in the passive."""
        for other in self._children(verb):
            if not self._is_verb(other) or self._has(other, *_SUBJECTS):
                continue
            tag, aided = self.tag[other], self._has(other, "aux", "auxpass")
            if self.dep[other] == "conj":
                yield other, passive and tag == "VBN" and not aided and not self._has(other, "dobj")
            elif self.dep[other] == "advcl" and not passive and not aided:
                if tag == "VBG":
                    yield other, False
                elif tag == "VBN" and not self._has(other, "mark"):
                    yield other, True

    def _object(self, verb: int) -> Iterator[tuple[int, bool, bool]]:
        """The verb of an object, and those before it that share it: beat and arrested them."""
        yield verb, False, False
        while self.dep[verb] == "conj" and not self._has(verb, *_SUBJECTS):
            verb = self.head[verb]
            if not self._is_verb(verb) or self._passive(verb):
                return
            if self._has(verb, "dobj", "ccomp", "xcomp", "prep", "dative", "advcl"):
                return
            yield verb, False, False

    def _agent(self, verb: int) -> Iterator[tuple[int, bool, bool]]:
        """The verb of who is named with "by", and those before it that share the name."""
        yield verb, True, True
        while self.dep[verb] == "conj" and not self._has(verb, *_SUBJECTS):
            verb = self.head[verb]
            if self.tag[verb] != "VBN" or self._has(verb, "agent", "prep", "dobj"):
                return
            yield verb, True, True

    def _passive(self, verb: int) -> bool:
        return self._has(verb, "auxpass")


def _strings(labels: Labels) -> list[str]:
    return labels.strings[labels.codes].tolist()
