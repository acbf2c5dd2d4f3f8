"""Names of those who wrote an article, from bylines and notes at its end."""

from __future__ import annotations

import re

from framing.cleaning.agencies import agency
from framing.cleaning.patterns import MONTHS
from framing.cleaning.units import LONGEST, LOOK, Page

BYLINE = "byline taken out"
NOTE = "note on the authors taken out"

_LONGEST = 200
_BY = re.compile(
    r"(?:(?:written |words |text |story |report(?:ed)? |analysis |opinion |comment )?by"
    r"|authors?(?=:)|von|par|por|di|door|av|af|от)"
    r"(?:\s*:\s*|\s+)|by(?=[A-Z]{2})",
    re.IGNORECASE,
)
_DATED = re.compile(rf"(?:{MONTHS} \d{{1,2}}|\d{{1,2}} {MONTHS}),? \d{{4}},? by\s+", re.I)
_BETWEEN = re.compile(r"\s*(?:[,;|&•·/]|\s[-–—]\s|\b(?:and|und|et|y|e|with|en|og|och)\b)\s*", re.I)
_WHERE = re.compile(
    r"\s+(?:in|at|for|from|aboard|on|of|near|reporting|reports)\b\s*", re.IGNORECASE
)
_HANDLE = re.compile(r"\S*@\S+|https?://\S+")
_PARTICLES = frozenset(
    "de van von der den la le da di du dos del el al bin ibn ben abu ten ter st y".split()
)
_ROLES = frozenset(
    "reporter correspondent editor writer columnist journalist staff bureau chief producer"
    " contributor contributing freelance political diplomatic senior news desk agencies team"
    " editorial analyst critic author professor photographer presenter verify"
    " redaktion korrespondent journaliste correspondant rédaction redacción corresponsal".split()
)
_NOT_NAMES = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june"
    " july august september october november december the this that then when".split()
)


def is_name(text: str) -> bool:
    """Whether the text is two to five words that begin with capitals, particles aside."""
    words = text.split()
    return (
        2 <= len(words) <= 5
        and all(_is_capital(word) or word.casefold() in _PARTICLES for word in words)
        and sum(map(_is_capital, words)) >= 2
        and not any(word.strip(".,").casefold() in _NOT_NAMES for word in words)
    )


def _is_capital(word: str) -> bool:
    return word[0].isupper() and not any(char.isdigit() or char in '"“”:!?()[]' for char in word)


def beginning(page: Page) -> int:
    """The position at which the report begins: behind bylines, at the first running text."""
    bylines = [i for i, label in enumerate(page.labels[:LOOK]) if label == BYLINE]
    return max(page.head(), bylines[-1] + 1 if bylines else 0)


def byline(line: str, outlet: str) -> tuple[list[str], list[str]] | None:
    """The names and the agencies of a byline, `By Ann Lee in Tolby`; None if it is none."""
    if len(line) > _LONGEST:
        return None
    match = _BY.match(line) or _DATED.match(line)
    if match is None:
        return None
    return credited(line[match.end() :], outlet)


def credited(text: str, outlet: str) -> tuple[list[str], list[str]] | None:
    """The names and agencies of a list of people, with the places and posts they have."""
    names: list[str] = []
    agencies: list[str] = []
    own = outlet.casefold()
    text = _HANDLE.sub("", text).strip().rstrip(".")
    for i, part in enumerate(_BETWEEN.split(text)):
        who = _WHERE.split(part, maxsplit=1)[0].strip(" .")
        words = {word.casefold().strip(".,'’") for word in part.split()}
        wire = agency(who) or agency(who.removesuffix(" Staff"))
        if not who or any(map(str.isdigit, part)):
            continue
        if wire:
            agencies.append(wire)
        elif words & _ROLES or who.casefold().removeprefix("the ") == own.removeprefix("the "):
            if i == 0:
                names.append(who)
        elif is_name(who):
            names.append(_without_outlet(who.title() if who.isupper() else who, outlet))
        elif i == 0 or not all(_is_capital(word) for word in part.split()):
            return None
    return (names, agencies) if names or agencies else None


def _without_outlet(name: str, outlet: str) -> str:
    shorter = name.removesuffix(" News").removesuffix(outlet.removesuffix(" News")).strip()
    return shorter if " " in shorter else name


_NAME = (
    r"(?:[A-ZÀ-Þ][\w.'’-]*)"
    r"(?: (?:[A-ZÀ-Þ][\w.'’-]*|de|van|von|der|al|bin|la|da|di|el|ben|du|le|dos)){1,4}"
)
_REPORTED = re.compile(
    rf"({_NAME})(?:,? (?:[\w ]{{1,40}},)?)? (?:reported|contributed reporting) from\b"
)
_SURNAME = re.compile(  # Lee reported from Tolby.
    r"(?!(?:Police|Officials|Witnesses|He|She|They|It|We)\b)[A-ZÀ-Þ][\w'’-]+ reported from"
    r" [A-ZÀ-Þ][\w ,.'’-]{1,60}\."
)
_CONTRIBUTED = re.compile(
    r"\(?(?P<who>.{3,250}?),? (?:also |all |both )?(?:contributed|provided)"
    r"(?: additional| research| (?:some )?reporting| information| material){0,3}"
    r"(?: (?:to|for|in) (?:this|the) (?:report|story|article|piece|reporting|dispatch)"
    r"(?: from .{2,80})?| from .{2,80}|(?<=reporting)|(?<=research))[.)]*"
)
_REPORTING = re.compile(
    r"[(\[]?(?:additional |further )?"
    r"(?:reporting|writing|written|compiled|text|report|with reporting|with files|with inputs?"
    r"|with additional reporting|with agency inputs?|edited|editing|translated|translation"
    r"|produced|photographs?|graphics?|research|interview conducted)"
    r"\s+(?:by|from)\b:?\s*(?P<who>.{2,300}?)[)\].]*",
    re.IGNORECASE,
)
_WITH = re.compile(
    r"[-–—(]*\s*with (?:\w+ )?(?:reporting|files|inputs?|information|material|contributions?)"
    r"(?: by| from)\s+(?P<who>.{2,120}?)[).]*",
    re.IGNORECASE,
)
_OTHERS = re.compile(r"\s*;\s*(?:editing|writing|additional|compiled|translat)", re.IGNORECASE)
_POSTS = (
    "journalists?|reporters?|correspondents?|editors?|writers?|columnists?|producers?|professor"
    "|author|fellow|freelancer?|analyst|contributor|bureau chief|lecturer|historian|director"
    "|researcher|policy adviser|scholar"
)
_BIO = re.compile(
    rf"(?P<who>(?:The )?{_NAME}) (?:is|are|was) (?:an? |the |also )?.{{0,160}}?"
    rf"\b(?:{_POSTS})\b.{{0,300}}"
)
_FOLLOW = re.compile(
    rf"(?:follow|e-?mail|contact|write to|reach) {_NAME}.{{0,80}}(?:@|twitter|\.com).{{0,200}}",
    re.IGNORECASE,
)
_WRITERS = re.compile(
    r"(?:The )?(?:Associated Press|AP|Reuters)(?: \w+){0,2} writers? .{3,250}"
    r"\b(?:contributed|reported)\b.{0,200}"
)
_ADDRESS = re.compile(
    r"(?:contact the (?:writers?|author|reporter)s? (?:at|on) )?[\w.+-]+@[\w-]+\.[\w.-]+",
    re.IGNORECASE,
)


# One of these is in every such note
_HINTS = (
    "report contribut provided writ compiled edit translat produced photograph graphic @ with text"
    " follow mail contact research interview".split()
)


def note(unit: str, outlet: str) -> tuple[list[str], list[str]] | None:
    """The authors and agencies of a note at the foot on who reported; None if it is none.

    Those who only contributed are no authors.
    """
    small = unit.casefold()
    if len(unit) > LONGEST or not any(hint in small for hint in _HINTS):
        return None
    if _WRITERS.fullmatch(unit):
        return [], ["Reuters" if "Reuters" in unit[:12] else "AP"]
    if _REPORTED.match(unit):
        return _REPORTED.findall(unit), []
    if _SURNAME.fullmatch(unit) or _ADDRESS.fullmatch(unit) or _FOLLOW.fullmatch(unit):
        return [], []
    match = _REPORTING.fullmatch(unit) or _WITH.fullmatch(unit)
    if match is None and ("contributed" in unit or "provided" in unit):
        match = _CONTRIBUTED.fullmatch(unit)
    if match is None:
        return None
    who = _OTHERS.split(match["who"], maxsplit=1)[0]
    found = credited(who, outlet)
    if found is None:
        return ([], []) if match.re is not _CONTRIBUTED else None
    names, agencies = found
    is_author = match.re is _REPORTING and unit.lstrip("([").casefold().startswith(
        ("reporting", "writing", "written")
    )
    return names if is_author else [], agencies


def biography(unit: str, text: str, outlet: str, author: str | None) -> str | None:
    """Whom a last line introduces as the author: nobody whom the report itself names."""
    match = _BIO.fullmatch(unit)
    if match is None:
        return None
    who = match["who"]
    rest = text.replace(unit, " ", 1)
    own = outlet.casefold().removeprefix("the ") in who.casefold()
    if own or (author and who in author) or who.split()[-1] not in rest:
        return who
    return None
