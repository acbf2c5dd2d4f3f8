"""Where sentences end.

A sentence ends

- at the end of an article and of a paragraph (see `paragraph_starts`);
- after `。` `！` `？` `।` `؟` and the like, always;
- after a run of `?` or `!` that is followed by white space, unless a lower-case letter comes
  next (“Really?” he asked.);
- after a full stop that is followed by white space, unless it belongs to an abbreviation or
  stands in brackets before a lower-case letter. A title (Mr., Gen.) never ends a sentence, nor
  does "No." before a number; an initial (J., U.S.) or an abbreviation that may stand last
  (Inc., p.m.) does so before a quotation mark that closes, and before a capitalised word of
  `_STARTERS`;
- after `...` or `…` that is followed by white space and a capital letter.

Quotation marks and brackets that close right after the mark belong to the sentence. A stop
without white space after it ends a sentence only where a quotation closes between it and a
capital letter. The abbreviations and starters are English; the other rules are not.
"""

from __future__ import annotations

import numpy as np

from framing.tokens.scan import Scan
from framing.tokens.vocabulary import Types

STOP, DOTS, BANG, FINAL, BRACKET, CLOSER, EITHER, OPENER = range(1, 9)
NEVER_ENDS, MAY_END, BEFORE_NUMBER = range(1, 4)

_ROLES = {
    **dict.fromkeys(".．", STOP),
    **dict.fromkeys("?!‼‽⁇⁈⁉", BANG),
    **dict.fromkeys("。｡！？।॥؟۔։።፧၊။᠃᠉།༎", FINAL),
    **dict.fromkeys(")]}】）", BRACKET),
    **dict.fromkeys("”»›」』〉》", CLOSER),
    **dict.fromkeys("\"'“‘’＂", EITHER),
    **dict.fromkeys("([{„‚«‹「『【（〈《-–—•*·", OPENER),
}
_PAIRS = {"''": EITHER, "’’": CLOSER, "``": OPENER, "‘‘": OPENER}  # marks made of two

_TITLES = """
    Mr Mrs Ms Messrs Mme Mlle Dr Prof Rev Fr Hon Gen Lt Col Maj Capt Cmdr Sgt Cpl Pvt Adm Brig Pres
    Gov Sen Sens Rep Reps Amb Supt Insp Det St ST Sr Ste Mt Ft v vs cf viz approx ed eds trans e.g.
    i.e. """
_OTHERS = """
    Inc inc Ltd ltd Co Corp Cos Bros Jr etc al Ph.D Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec
    Mon Tue Tues Wed Thu Thur Thurs Fri Ave Blvd Rd Dept dept est Ala Ariz Ark Calif Colo Conn Del
    Fla Ga Ill Ind Kan Ky La Md Mich Minn Miss Mont Neb Nev Okla Ore Pa Tenn Tex Vt Va Wash Wis Wyo
    """
_NUMBERED = "No Nos Nr Art Sec Fig Figs Vol Ch p pp Pp Par Para"
_ABBREVIATIONS = {
    **dict.fromkeys(_TITLES.split(), NEVER_ENDS),
    **dict.fromkeys(_OTHERS.split(), MAY_END),
    **dict.fromkeys(_NUMBERED.split(), BEFORE_NUMBER),
}
_STARTERS = frozenset(
    """
    a about according after all also although among an and another any are as asked at back because
    before both but by can despite during each earlier even every few first following for former
    from get given had has have he her here his how however i if in indeed instead is it its
    it's just last later like many meanwhile more moreover most much my neither never nevertheless
    new next no none nonetheless nor not now of officials on once one only or other others our over
    overall people perhaps police say separately several she similarly since so some still such
    than that that's the their then there there's these they they're this those though thus to
    today together two under unless until we we're were what what's when where whether which while
    who why will with within without would yes yet you your""".split()
)

_LONG_LINE = 200


def paragraph_starts(scan: Scan, article_offsets: np.ndarray, bounds: np.ndarray) -> np.ndarray:
    """Return bool (n_tokens,): whether a token begins a paragraph.

    A blank line ends a paragraph; so does any line break in an article with a line of more than
    `_LONG_LINE` characters, since its lines are not wrapped. `article_offsets` and `bounds`,
    (n_articles + 1,), are the articles' first tokens and characters.
    """
    starts = np.zeros(len(scan.ids) + 1, dtype=bool)
    starts[article_offsets] = True
    starts = starts[:-1]
    points = scan.code_points
    is_break = (points >= 0x0A) & (points <= 0x0D)
    is_break |= (points == 0x85) | (points == 0x2028) | (points == 0x2029)
    is_break[1:] &= (points[1:] != 0x0A) | (points[:-1] != 0x0D)  # CR LF is one
    breaks = np.flatnonzero(is_break)
    if len(breaks) > len(bounds):  # more than those between the articles
        article = np.searchsorted(bounds, breaks + 1, side="right") - 1  # of the line behind
        unwrapped = np.zeros(len(bounds) + 1, dtype=bool)
        unwrapped[article[np.diff(breaks, append=breaks[-1]) > _LONG_LINE]] = True
        passed = np.diff(np.searchsorted(breaks, scan.start), prepend=0)
        of_token = np.repeat(np.arange(len(bounds) - 1), np.diff(article_offsets))
        starts |= (passed > 1) | ((passed > 0) & unwrapped[of_token])
    return starts


def sentence_starts(scan: Scan, types: Types, paragraph_first: np.ndarray) -> np.ndarray:
    """Return bool (n_tokens,): whether a token begins a sentence.

    `paragraph_first`, bool (n_tokens,), marks the first token of each paragraph and article.
    """
    n = len(scan.ids)
    starts = paragraph_first
    if n == 0:
        return starts
    roles = np.zeros(len(types), dtype=np.uint8)
    for i in np.flatnonzero(~types.is_word).tolist():
        roles[i] = _role(types.strings[i])
    roles[types.is_word & (types.last_character == ord("."))] = STOP  # U.S.
    # Behind the last token there are two more places, which are edges.
    ids = np.append(scan.ids, [0, 0])
    edge = np.append(starts, [True, True])
    gap = edge.copy()  # white space or an edge before the token
    gap[1:-2] |= scan.start[1:] != scan.end[:-1]
    role = roles[ids]
    role[n:] = 0

    ends_here = (role > 0) & (role <= FINAL)
    at = np.flatnonzero(ends_here)
    at = at[~(ends_here[at + 1] & ~gap[at + 1])]  # of several marks in a row the last decides
    mark = role[at]

    after = at + 1
    quoted, bracketed = np.zeros((2, len(at)), dtype=bool)
    for _ in range(4):  # marks and brackets that close
        r = role[after]
        bracket = (r == BRACKET) & ~edge[after]
        quote = ((r == CLOSER) & ~edge[after]) | ((r == EITHER) & ~gap[after])
        bracketed |= bracket
        quoted |= quote
        after = after + (bracket | quote)
    word = after
    for _ in range(4):  # the first word that follows, behind whatever opens
        r = role[word]
        word = word + (((r == OPENER) | (r == EITHER)) & ~edge[word + 1])
    is_next = ~edge[after]
    capital = types.is_capital[ids[word]] & is_next
    lower = types.is_lower[ids[word]] & is_next

    # The abbreviation is the token before the stop, or the token that ends with it: U.S.
    own = types.is_word[ids[at]]
    before = ids[np.where(own, at, at - 1)]
    stopped = (mark == STOP) & (own | ~gap[at])
    kinds = np.zeros(len(types), dtype=np.uint8)
    for i in np.unique(before[stopped]).tolist():
        kinds[i] = _abbreviation(types.strings[i])
    kind = np.where(stopped, kinds[before], 0)
    starter = np.zeros(len(at), dtype=bool)
    for i in np.flatnonzero((kind == MAY_END) & capital).tolist():
        starter[i] = types.strings[ids[word[i]]].casefold() in _STARTERS

    ends = gap[after] | (quoted & capital)
    ends &= ~lower | ((mark != BANG) & ~bracketed)
    ends &= (mark != DOTS) | capital | ~is_next
    ends &= kind != NEVER_ENDS
    ends &= (kind != MAY_END) | starter | quoted | ~is_next
    ends &= (kind != BEFORE_NUMBER) | ~types.is_number[ids[word]]
    ends |= mark == FINAL
    starts = np.append(starts, True)
    starts[after[ends]] = True
    return starts[:-1]


def _abbreviation(string: str) -> int:
    """Return what kind of abbreviation a word before a stop is, 0 if none."""
    last = string.rpartition("-")[2]  # of a compound the last part counts: R-Fla.
    initials = string[-1] == "." or (len(string) == 1 and string.isupper() and string != "I")
    return _ABBREVIATIONS.get(last, MAY_END if initials else 0)


def _role(string: str) -> int:
    if string in _PAIRS:
        return _PAIRS[string]
    if string[0] == "…" or (string[0] == "." and len(string) > 1):
        return DOTS
    return _ROLES.get(string[0], 0)
