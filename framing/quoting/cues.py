"""The verbs that introduce what somebody says, and the small words of English around them.

Four classes of verbs are kept apart by what stands behind them in a sentence:

- speech: a clause (said that it rained) or the words themselves;
- thought: a clause, but nothing was said aloud (believed, wanted); also of findings (showed);
- judgement: whoever or whatever is judged (called the plan "mad", accused him of "greed");
- manner: only the words themselves (“No,” she laughed).

The classes follow the description of reported speech by Quirk and others (1985) and by Krestel,
Bergler and Witte (2008).
"""

from __future__ import annotations

from functools import cache

from framing.quoting.people import ROLES


class Word:
    """What a word or mark may be, as bits; it may be several things."""

    SPEECH = 1 << 0
    THOUGHT = 1 << 1
    JUDGEMENT = 1 << 2
    MANNER = 1 << 3
    FINITE = 1 << 4  # of these verbs: says, said
    SAYING = 1 << 5
    BASE = 1 << 6  # say
    NOUNLIKE = 1 << 7  # the form is a noun too: claims, report
    TELLS = 1 << 8  # whoever is told stands behind the verb
    ACCORDING = 1 << 9
    AUXILIARY = 1 << 10
    BE = 1 << 11
    ADVERB = 1 << 12
    DETERMINER = 1 << 13
    PRONOUN = 1 << 14  # that may be a subject
    RELATIVE = 1 << 15
    PREPOSITION = 1 << 16
    AND = 1 << 17
    SUBORDINATOR = 1 << 18
    THAT = 1 << 19
    DAY = 1 << 20
    TITLE = 1 << 21
    WORK = 1 << 22  # a book, a film: what has a heading
    COMMA = 1 << 23
    COLON = 1 << 24
    SEMICOLON = 1 << 25
    DASH = 1 << 26
    STOP = 1 << 27
    OPENS = 1 << 28  # a bracket
    CLOSES = 1 << 29
    MARK = 1 << 30  # a quotation mark
    CAPITAL = 1 << 31
    WORD = 1 << 32
    NAME = 1 << 33  # a capital that grammar does not explain
    POSSESSIVE = 1 << 34
    PLURAL = 1 << 35  # ends in s
    ASKS = 1 << 36  # what introduces an indirect question
    NUMBER = 1 << 37
    TO = 1 << 38
    INFINITIVE = 1 << 39  # takes one: promised to
    WARNS = 1 << 40  # may have a listener before "that"
    OBJECT = 1 << 41  # him, them
    PUT = 1 << 42  # as she put it
    LY = 1 << 43  # an adverb by its ending alone
    ROLE = 1 << 44  # what people are: minister
    ROLES = 1 << 45  # ministers
    ING = 1 << 46  # ends so

    VERB = SPEECH | THOUGHT | JUDGEMENT | MANNER
    CLAUSAL = SPEECH | THOUGHT
    GRAMMAR = (
        AUXILIARY | ADVERB | DETERMINER | PRONOUN | PREPOSITION | AND | SUBORDINATOR | THAT | DAY
    )
    BREAK = COLON | SEMICOLON | STOP | MARK


_SPEECH = """
    acknowledge add admit advise affirm agree allege announce answer argue articulate ask assert
    assess assure attest beg blog boast brag caution charge claim clarify comment complain concede
    conclude confess confide confirm contend counter declare demand deny disclose divulge elaborate
    emphasize emphasise estimate exclaim explain fume grumble hint imply implore indicate inform
    inquire insist instruct interject joke jest lament maintain mention moan muse note object
    observe offer opine order plead pledge point ponder post preach predict proclaim profess promise
    propose protest quip reaffirm reason reassure recall recite reckon recommend recount
    reflect reiterate relate relay remark remind repeat reply report request respond restate
    retort reveal rule say scoff shout signal specify speculate state stress suggest
    surmise swear tell testify text theorize threaten tweet retweet underline underscore urge utter
    venture vow warn whisper wonder worry write yell apologize apologise"""
_THOUGHT = """
    assume believe consider decide determine doubt expect fear feel figure find guess hear hope know
    learn realize realise remember show suspect think understand want wish"""
_JUDGEMENT = """
    accuse acclaim applaud assail attack bemoan berate bill blame blast brand call castigate
    challenge characterize characterise chide cite commend compare condemn congratulate
    credit criticize criticise decry defend define denigrate denounce depict deplore deride describe
    detail dismiss disparage dispute dub echo encourage exhort fault greet hail invoke label lambast
    lambaste laud liken mock nickname oppose outline paint portray praise question quote rail rebuff
    rebuke rebut refer reference refute reject renounce ridicule rip savage scold slam slate term
    thank title tout trash trumpet welcome"""
_MANNER = """
    babble bark bawl beam begin bellow blurt boom chant chime chip chuckle chorus close continue cry
    enthuse frown gasp giggle go groan grin growl grunt gush hiss howl laugh mouth mumble murmur
    mutter nod open pray purr rage rant read rejoin roar scowl scream shriek shrug sigh sing smile
    smirk snap snarl sneer sniff snort sob spit squeal stammer start stutter thunder volunteer wail
    weep whimper whine wink finish interrupt intervene"""
_TELLS = "tell inform remind assure reassure notify text"
_NOUNLIKE = """
    answer answers boast brag caution charge charges claim claims comment comments counter demand
    demands doubt doubts estimate estimates fear fears figure figures hint hints hope hopes joke
    jokes lament moan note notes object objects offer offers order orders pledge pledges point
    points post posts promise promises protest protests recall reason reasons relay remark remarks
    reply report reports request requests rule rules signal signals state states stress stresses
    text texts tweet tweets vow vows whisper whispers wish wishes wonder wonders worry worries
    attack attacks blame blast bill bills brand brands call calls challenge challenges credit
    credits detail details dispute disputes echo echoes fault faults label labels outline question
    questions quote quotes reference references reject slate term terms title titles paint cry
    cries laugh laughs smile smiles sigh show shows finding findings feeling feelings meeting
    hearing building ruling warning warnings posting understanding beginning opening guess
    thought thanks venture ventures feels felt found saw read reads open close start go want wants
    alleged worrying"""
_IRREGULAR = {
    "admit": "admits admitted admitting",
    "beg": "begs begged begging",
    "begin": "begins began beginning",
    "blog": "blogs blogged blogging",
    "brag": "brags bragged bragging",
    "chide": "chides chided chiding",
    "chip": "chips chipped chipping",
    "cry": "cries cried crying",
    "dub": "dubs dubbed dubbing",
    "feel": "feels felt feeling",
    "find": "finds found finding",
    "go": "goes went going",
    "grin": "grins grinned grinning",
    "hear": "hears heard hearing",
    "know": "knows knew knowing",
    "label": "labels labeled labelled labeling labelling",
    "learn": "learns learned learnt learning",
    "nod": "nods nodded nodding",
    "quip": "quips quipped quipping",
    "read": "reads read reading",
    "rebut": "rebuts rebutted rebutting",
    "refer": "refers referred referring",
    "rip": "rips ripped ripping",
    "say": "says said saying",
    "see": "sees saw seeing",
    "show": "shows showed showing",
    "shrug": "shrugs shrugged shrugging",
    "signal": "signals signaled signalled signaling signalling",
    "sing": "sings sang singing",
    "slam": "slams slammed slamming",
    "snap": "snaps snapped snapping",
    "sob": "sobs sobbed sobbing",
    "spit": "spits spat spitting",
    "swear": "swears swore swearing",
    "tell": "tells told telling",
    "think": "thinks thought thinking",
    "understand": "understands understood understanding",
    "weep": "weeps wept weeping",
    "write": "writes wrote written writing",
}
_BE = "am is are was were be been being isn't aren't wasn't weren't he's she's it's they're we're"
_AUXILIARY = """
    am is are was were be been being have has had having do does did will would shall should can
    could may might must isn't aren't wasn't weren't hasn't haven't hadn't doesn't didn't don't
    won't wouldn't can't couldn't shouldn't cannot ought"""
_ADVERB = """
    also later then not never now still once again even just only recently earlier often always ever
    first further therefore thus too both soon sometimes long yesterday today tonight tomorrow
    afterwards afterward instead meanwhile however besides moreover famously here there out back
    twice perhaps maybe already seldom rather simply"""
_NOT_ADVERBS = frozenset("family italy july reply apply ally supply assembly rally".split())
_DETERMINER = """
    a an the his her its their our my your this these those another any some many most several few
    both each every all one two three four five six seven eight nine ten no other such half"""
_PRONOUN = """
    he she they it i we you who which someone somebody nobody everyone everybody he's she's they're
    it's i'm we're you're i've we've they've you've he'd she'd they'd we'd i'd it'd he'll she'll
    they'll we'll i'll it'll you'll you'd that's there's"""
_RELATIVE = "who which whom whose"
_PREPOSITION = """
    of in on at for from by with into about against over under between among through during before
    after since until without within across around near toward towards via per behind beyond despite
    amid along inside outside upon than like as above below off up down following including
    regarding concerning alongside throughout to"""
_INFINITIVE = "promise vow pledge threaten offer ask beg demand agree order claim plead swear urge"
_WARNS = "warn advise promise caution persuade convince show ask"
_OBJECT = "me him her us them you it himself herself themselves itself"
_SUBORDINATOR = """
    but while when whereas although though because if unless as after before until since where
    whether so yet or nor how why whenever wherever lest what despite"""
_ASKS = "how why what whether if where when who which"
_DAY = """
    monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow tonight
    january february march april june july august september october november december jan feb aug
    sep sept oct nov dec morning afternoon evening night week month year weekend"""
_TITLE = """
    mr mrs ms miss dr prof sir dame lord lady rep reps sen sens gov gen lt col maj capt sgt rev hon
    president senator governor minister premier chancellor secretary judge justice mayor general
    colonel captain professor king queen prince princess pope chief chairman chairwoman congressman
    congresswoman representative ambassador spokesman spokeswoman spokesperson officer detective
    sheriff director superintendent inspector sergeant lieutenant major admiral commander deputy
    councillor alderman bishop archbishop cardinal father sister brother imam rabbi sheikh
    speaker"""
_WORK = """
    titled entitled book novel memoir film movie documentary show series sitcom song album single
    track play musical opera podcast programme program episode broadcast magazine essay column poem
    painting exhibition article paper bestseller blog hit hymn anthem ballad story tune clip
    trailer"""
_MARKS = {
    **dict.fromkeys(",，、", Word.COMMA),
    **dict.fromkeys(":：", Word.COLON),
    **dict.fromkeys(";；", Word.SEMICOLON),
    **dict.fromkeys(["-", "--", "---", "–", "—", "―"], Word.DASH),
    **dict.fromkeys([".", "?", "!", "...", "…", "。", "؟", "！", "？"], Word.STOP),
    **dict.fromkeys("([{", Word.OPENS),
    **dict.fromkeys(")]}", Word.CLOSES),
    **dict.fromkeys([*"\"“”„‟«»‹›「」‘’‚‛'＂", "''", "``", "‘‘", "’’"], Word.MARK),
}


def forms(verb: str) -> list[str]:
    """Return a verb's third person, its past and its participles.

    >>> forms("argue"), forms("deny")
    (['argues', 'argued', 'arguing'], ['denies', 'denied', 'denying'])
    """
    if verb in _IRREGULAR:
        return _IRREGULAR[verb].split()
    if verb[-1] == "e":
        return [verb + "s", verb + "d", verb[:-1] + "ing"]
    if verb[-1] == "y" and verb[-2] not in "aeo":
        return [verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"]
    third = verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z", "go")) else "s")
    return [third, verb + "ed", verb + "ing"]


@cache
def vocabulary() -> dict[str, int]:
    """Return what each folded word or mark may be."""
    known: dict[str, int] = {}

    def put(words: str | list[str], flag: int) -> None:
        for word in words.split() if isinstance(words, str) else words:
            known[word] = known.get(word, 0) | flag

    for verbs, kind in (
        (_SPEECH, Word.SPEECH),
        (_THOUGHT, Word.THOUGHT),
        (_JUDGEMENT, Word.JUDGEMENT),
        (_MANNER, Word.MANNER),
    ):
        for verb in verbs.split():
            put([verb], kind | Word.BASE)
            for form in forms(verb):
                put([form], kind | (Word.SAYING if form.endswith("ing") else Word.FINITE))
    for verb in _TELLS.split():
        put([verb, *forms(verb)], Word.TELLS)
    for words, flag in (
        (_NOUNLIKE, Word.NOUNLIKE),
        (_AUXILIARY, Word.AUXILIARY),
        (_BE, Word.BE),
        (_ADVERB, Word.ADVERB),
        (_DETERMINER, Word.DETERMINER),
        (_PRONOUN, Word.PRONOUN),
        (_RELATIVE, Word.RELATIVE),
        (_PREPOSITION, Word.PREPOSITION),
        (_SUBORDINATOR, Word.SUBORDINATOR),
        (_ASKS, Word.ASKS),
        (_DAY, Word.DAY),
        (_OBJECT, Word.OBJECT),
        (_TITLE, Word.TITLE),
        (_WORK, Word.WORK),
    ):
        put(words, flag)
    for verb in _INFINITIVE.split():
        put([verb, *forms(verb)], Word.INFINITIVE)
    for verb in _WARNS.split():
        put([verb, *forms(verb)], Word.WARNS)
    put("put puts", Word.SPEECH | Word.FINITE | Word.PUT)
    put(list(ROLES), Word.ROLE)
    put([role + "s" for role in ROLES], Word.ROLES)
    put("and", Word.AND)
    put("that", Word.THAT)
    put("to", Word.TO)
    put("become became becomes", Word.BE)
    put("according", Word.ACCORDING)
    for mark, flag in _MARKS.items():
        put([mark], flag)
    return known


def word_flags(folded: str) -> int:
    """Return what a folded word may be; adverbs are told by their ending too.

    >>> word_flags("angrily") == Word.ADVERB | Word.LY, word_flags("house")
    (True, 0)
    """
    flags = vocabulary().get(folded, 0)
    if not flags and len(folded) > 4 and folded.endswith("ly") and folded not in _NOT_ADVERBS:
        return Word.ADVERB | Word.LY
    return flags
