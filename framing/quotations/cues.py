"""Words that introduce what somebody says or writes, and the small words of English grammar.

A cue is a verb of speech, writing or judgement that may govern a quotation. The verbs are those
of the reporting-verb lists of Krestel, Bergler and Witte (2008) and of Hyland (2005), with the
everyday ones of news. All forms are made from the dictionary form, irregular ones are listed.
"""

from __future__ import annotations

from enum import IntFlag
from functools import cache


class Word(IntFlag):
    """What a word may be; several at once."""

    SAYS = 1 << 0  # finite form or participle of a cue: said, says, told
    SAYING = 1 << 1  # saying, adding
    SAY = 1 << 2  # say, tell
    AUXILIARY = 1 << 3
    ADVERB = 1 << 4
    DETERMINER = 1 << 5
    PRONOUN = 1 << 6  # that may be a subject
    RELATIVE = 1 << 7
    PREPOSITION = 1 << 8
    AND = 1 << 9
    SUBORDINATOR = 1 << 10
    THAT = 1 << 11
    COMMA = 1 << 12
    COLON = 1 << 13
    DASH = 1 << 14
    STOP = 1 << 15
    OPENS = 1 << 16  # a bracket
    CLOSES = 1 << 17
    MARK = 1 << 18  # a quotation mark
    NUMBER = 1 << 19
    DAY = 1 << 20
    CAPITAL = 1 << 21
    WORD = 1 << 22
    TITLE = 1 << 23
    OBJECT = 1 << 24  # me, him, us, them, reporters
    ACCORDING = 1 << 25
    NOUN = 1 << 26  # a statement, a tweet: nouns of speech


_SPEECH = """
    accuse acknowledge add admit advise advocate affirm agree allege allow announce answer
    apologize apologise appeal argue articulate ask assert assess assure attest banter bark beg
    begin believe bellow bemoan blame blast blog boast brag call caution challenge charge chide
    cite claim clarify comment complain conclude concede concur condemn confess confide confirm
    congratulate contend continue counter credit criticize criticise cry dare decide declare
    decry defend demand demur denounce deny deplore describe detail dictate disclose dismiss
    dispute
    dub echo elaborate emphasize emphasise encourage enthuse estimate exclaim exhort explain
    express fear find fret fume go grumble
    gush hail hear hint hope howl imply implore indicate inform inquire insist instruct interject
    intone invite invoke joke judge jest label lament laugh learn lecture liken maintain mention
    mock muse
    mutter name note nod object observe offer opine order outline pen phrase plead pledge point
    ponder post
    praise pray preach predict proclaim profess promise pronounce propose protest provide query
    question quip quote rail rant read reaffirm reason reassure rebut recall recite reckon
    recommend recount refer reference refuse reiterate reject rejoin relate relay remark remember
    remind renounce repeat
    reply report request respond restate retort reveal ridicule rule say scoff scold scream
    shoot shout shriek sigh signal sing slam smile sneer snap sob specify speculate speak state
    stipulate stress suggest summarize summarise surmise suspect swear sympathize sympathise
    talk tease tell term testify text thank
    theorize think thunder tout trumpet tweet understand underscore urge use utter vent venture
    vow wager warn weigh welcome
    whisper wonder worry write yell retweet
"""
_IRREGULAR = {
    "beg": "begs begged begging",
    "begin": "begins began begun beginning",
    "brag": "brags bragged bragging",
    "blog": "blogs blogged blogging",
    "cry": "cries cried crying",
    "chide": "chides chided chid chiding",
    "find": "finds found finding",
    "go": "goes went gone going",
    "hear": "hears heard hearing",
    "learn": "learns learned learnt learning",
    "pen": "pens penned penning",
    "quip": "quips quipped quipping",
    "read": "reads read reading",
    "rebut": "rebuts rebutted rebutting",
    "refer": "refers referred referring",
    "say": "says said saying",
    "shoot": "shoots shot shooting",
    "sing": "sings sang sung singing",
    "slam": "slams slammed slamming",
    "snap": "snaps snapped snapping",
    "sob": "sobs sobbed sobbing",
    "speak": "speaks spoke spoken speaking",
    "swear": "swears swore sworn swearing",
    "tell": "tells told telling",
    "think": "thinks thought thinking",
    "understand": "understands understood understanding",
    "write": "writes wrote written writing",
    "label": "labels labeled labelled labeling labelling",
    "signal": "signals signaled signalled signaling signalling",
    "admit": "admits admitted admitting",
    "dub": "dubs dubbed dubbing",
    "concur": "concurs concurred concurring",
    "demur": "demurs demurred demurring",
}
_AUXILIARIES = """
    am is are was were be been being has have had having do does did will would shall should can
    could may might must 'll isn't aren't wasn't weren't hasn't haven't hadn't doesn't didn't
    won't wouldn't can't couldn't not ought"""
_ADVERBS = """
    also later then not never now still once again even just only previously recently earlier
    often already always ever first further therefore thus too both soon sometimes since
    long yesterday today tonight afterwards afterward instead meanwhile however besides
    moreover famously there here"""
_DETERMINERS = """
    a an the his her its their our my your this these those that another any some many most
    several few both each every all one two three four five six seven eight nine ten no other
    such what which whose"""
_PRONOUNS = "he she they it i we you who which one someone somebody nobody everyone everybody"
_RELATIVES = "who which whom whose"
_PREPOSITIONS = """
    of in on at for from by with to into about against over under between among through during
    before after since until without within across around near toward towards via per behind
    beyond despite amid along inside outside upon than like as above below off up down out
    following including regarding concerning alongside throughout"""
_SUBORDINATORS = """
    but while when whereas although though because if unless as after before until since where
    whether so yet or nor that how why whenever wherever once lest"""
_DAYS = """
    monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow tonight
    january february march april may june july august september october november december
    jan feb mar apr jun jul aug sep sept oct nov dec morning afternoon evening night week month
    year weekend"""
_TITLES = """
    mr mrs ms miss dr prof sir dame lord lady rep reps sen sens gov gen lt col maj capt sgt rev
    president senator governor minister premier chancellor secretary judge justice mayor general
    colonel captain professor king queen prince princess pope chief chairman chairwoman
    congressman congresswoman representative ambassador spokesman spokeswoman spokesperson
    officer detective sheriff director"""
_OBJECTS = """
    me him her us them you it reporters journalists lawmakers supporters"""
_NOUNS = """
    statement tweet letter interview speech post email message report op-ed book memo blog
    comments comment remarks remark words quote claim allegation accusation warning promise
    argument assertion suggestion question answer call pledge vow slogan motto"""
_MARKS = {
    **dict.fromkeys(",，、", Word.COMMA),
    **dict.fromkeys(":：", Word.COLON),
    **dict.fromkeys(";；", Word.COLON),
    **dict.fromkeys(["-", "--", "---", "–", "—", "―"], Word.DASH),
    **dict.fromkeys([".", "?", "!", "...", "…", "。", "؟", "！", "？"], Word.STOP),
    **dict.fromkeys("([{", Word.OPENS),
    **dict.fromkeys(")]}", Word.CLOSES),
    **dict.fromkeys([*"\"“”„‟«»‹›「」‘’‚‛'＂", "''", "``", "‘‘", "’’"], Word.MARK),
}


def forms(verb: str) -> list[str]:
    """Return a verb's third person, past, participles: says, said, saying.

    >>> forms("argue"), forms("deny")
    (['argues', 'argued', 'arguing'], ['denies', 'denied', 'denying'])
    """
    if verb in _IRREGULAR:
        return _IRREGULAR[verb].split()
    if verb[-1] == "e":
        return [verb + "s", verb + "d", verb[:-1] + "ing"]
    if verb[-1] == "y" and verb[-2] not in "aeo":
        return [verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"]
    third = verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z")) else "s")
    return [third, verb + "ed", verb + "ing"]


@cache
def vocabulary() -> dict[str, int]:
    """Return what each folded word may be."""
    known: dict[str, int] = {}

    def put(words: str, flag: Word) -> None:
        for word in words.split():
            known[word] = known.get(word, 0) | flag

    for verb in _SPEECH.split():
        put(verb, Word.SAY)
        for form in forms(verb):
            put(form, Word.SAYING if form.endswith("ing") else Word.SAYS)
    put(_AUXILIARIES, Word.AUXILIARY)
    put(_ADVERBS, Word.ADVERB)
    put(_DETERMINERS, Word.DETERMINER)
    put(_PRONOUNS, Word.PRONOUN)
    put(_RELATIVES, Word.RELATIVE)
    put(_PREPOSITIONS, Word.PREPOSITION)
    put(_SUBORDINATORS, Word.SUBORDINATOR)
    put(_DAYS, Word.DAY)
    put(_TITLES, Word.TITLE)
    put(_OBJECTS, Word.OBJECT)
    put(_NOUNS, Word.NOUN)
    put("and", Word.AND)
    put("that", Word.THAT)
    put("according", Word.ACCORDING)
    for mark, flag in _MARKS.items():
        known[mark] = known.get(mark, 0) | flag
    return known
