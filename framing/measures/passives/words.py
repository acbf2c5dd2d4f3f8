"""Past participles, and what is told from a passive by its words alone. English."""

from __future__ import annotations

from collections.abc import Sequence

# Participles that do not end in -ed. Those of verbs without an object (gone, come, become,
# slept) are left out, except where a preposition makes them passive ("the bed was slept in").
IRREGULAR = frozenset(
    """
    awoken beaten befallen begotten begun beheld beset bent bereft bespoken bidden bitten bled
    blown born borne bought bound bred broadcast broken brought built burnt cast caught chosen clad
    cleft cut dealt done drawn dreamt driven drunk dug dwelt eaten fed felt flown flung forbidden
    forecast foreseen foretold forgiven forgone forgot forgotten forsaken forsworn fought found
    frozen given gotten grown handwritten heard held hewn hidden hit hung hurt inlaid input inset
    interwoven kept knelt knit known laid leant learnt led left lent let lit lost made meant met
    misheard mislaid misled misread misspelt mistaken misunderstood mown offset outbid outdone
    outfought outgrown outrun outsold overpaid overcome overdone overdrawn overfed overheard
    overlaid overridden overrun overseen overshot oversold overtaken overthrown paid preset proven
    put read rebuilt recast redone redrawn reheard relaid remade repaid reread rerun resold reset
    resewn retaken retold rethought rewound rewritten rid ridden riven rung run said sawn seen sent
    set sewn shaken shaved shaven shed shone shod shorn shot shown shrunk shut slain slept slid
    slit slung smitten sold sought sown sped spelt spent spilt split spoilt spoke spoken spread
    sprung spun stolen strewn stricken striven struck strung stuck stung sung sunk swept swollen
    sworn swum swung taken taught thought thrown thrust told torn trodden typeset undercut
    undergone underpaid undersold understood undertaken underwritten undone unwound upheld upset
    withdrawn withheld withstood woken won worn wound woven written wrought wrung foregone
    hamstrung
    """.split()
)

# They end in -ed and are no participles, or are no verb's that has a voice.
_NO_PARTICIPLES = frozenset(
    """
    aged ahmed alfred allied beloved bleed breed crooked embed exceed feed greed hatred hundred
    indeed jagged kindred learned momohammed muhammed naked need newlywed proceed ragged reed
    rugged sacred saeed seed shed speed steed succeed supersede ted tweed united unwed waleed walid
    weed wicked wretched zed
    """.split()
)
_PREFIXES = frozenset(
    """
    re co pre de over under mis out counter cross double fast force court short hand spoon stir dry
    ill back blind bench fact field test top tail triple ring price rear self bottle soft hard mass
    off on in up down
    """.split()
)
_UNDONE = frozenset(
    """
    uncovered undone unearthed unfolded unfurled unleashed unloaded unlocked unmasked unpacked
    unravelled unraveled unseated unsettled untied unveiled unwound unwrapped unplugged unblocked
    unfrozen
    """.split()
)

# States rather than events: no passive unless an agent stands beside them.
ADJECTIVAL = frozenset(
    """
    accustomed acquainted advanced aimed alarmed amazed annoyed appalled ashamed assorted
    astonished based bored born clad committed complicated concerned confused contented convinced
    crowded dedicated delighted depressed detailed determined devoted disappointed disinterested
    dissatisfied distinguished divorced dressed drunk educated embarrassed engaged enthused
    entitled excited exhausted experienced fascinated flawed focused frightened frustrated furious
    gifted grown heartened horrified impressed inclined interested intoxicated involved isolated
    limited located malnourished married mistaken mixed motivated opposed outdated outraged
    overjoyed overwhelmed pleased populated prejudiced privileged puzzled qualified related relaxed
    relieved retired rid rooted saddened satisfied scared seasoned shocked situated skilled
    sophisticated startled stuck stunned sun-drenched surprised talented tempted terrified thrilled
    tired troubled upset versed worn worried
    """.split()
)
# With "to" and a verb these speak of the future or of duty, as "will" and "should" do.
BEFORE_TO = frozenset(
    """
    expected supposed set bound meant poised inclined determined prepared destined fated scheduled
    slated due minded disposed tempted
    """.split()
)
# "Get" makes these an adjective or a middle voice: nobody does it to the subject.
GETS = frozenset(
    """
    accustomed acquainted adjusted bored confused divorced done dressed drunk engaged excited fed
    finished going hurt involved interested lost married mixed organised organized prepared ready
    rid scared settled started stuck tired undressed upset used worried changed carried inspired
    rested sunburnt sunburned
    """.split()
)


def is_participle(word: str) -> bool:
    """Whether a word, folded, may be a past participle that makes a passive.

    >>> [word for word in ["killed", "taken", "indeed", "re-elected", "far-fetched", "unaffected"]
    ...  if is_participle(word)]
    ['killed', 'taken', 're-elected']
    """
    first, hyphen, last = word.rpartition("-")
    if hyphen:
        return first in _PREFIXES and is_participle(last)
    if word in IRREGULAR:
        return True
    if not word.endswith("ed") or len(word) < 4 or word in _NO_PARTICIPLES:
        return False
    return not _is_undone(word)


def _is_undone(word: str) -> bool:
    """Whether a word says that nobody did it: "unaffected"."""
    return (
        word.startswith("un")
        and not word.startswith(("under", "unif", "unit"))
        and word not in _UNDONE
    )


def is_plain_participle(word: str) -> bool:
    """Whether a participle has a form of its own, which is no past tense.

    >>> is_plain_participle("given"), is_plain_participle("sent"), is_plain_participle("charged")
    (True, False, False)
    """
    return (word in IRREGULAR and word.endswith(("en", "wn"))) or word in _PLAIN


_PLAIN = frozenset("awoken done seen slain sung sunk torn worn sworn borne sewn".split())


def is_state(word: str, after: Sequence[str], getting: bool = False) -> bool:
    """Whether a participle with "be" (or, `getting`, with "get") says how something is or will be,
    unless an agent stands beside it. `after` are the words that follow, folded.

    >>> is_state("interested", ["in"]), is_state("expected", ["to"]), is_state("killed", ["."])
    (True, True, False)
    """
    if word in ADJECTIVAL or _is_undone(word) or (getting and word in GETS):
        return True
    if after[:1] != ["to"]:
        return False
    return word in BEFORE_TO or (
        word == "used" and len(after) > 1 and (after[1] in _USED_TO or after[1].endswith("ing"))
    )


_USED_TO = frozenset("a an the this that these those it its his her their him them my our".split())
_TIMES = frozenset(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april june july
    august september october november december jan feb mar apr jun jul aug sept sep oct nov dec
    noon midday midnight dawn dusk sunrise sunset nightfall tomorrow yesterday today tonight
    lunchtime christmas easter
    """.split()
)
_WHEN = frozenset("coming early following last late latest mid next now previous same then".split())
_PERIODS = frozenset(
    """
    afternoon age beginning century close date day deadline decade dozen dozens end evening factor
    fall fifth fraction half hour hundreds majority margin middle minute moment month morning
    quarter river road roadside score sea side spring start summer tenth third thousands millions
    time turn vote way virtue week weekend winter autumn year
    """.split()
)
_MEANS = frozenset(
    """
    accident air aircraft bike boat bus cab car chance coincidence contrast default definition
    design email e-mail extension far fax ferry foot force hand helicopter herself himself itself
    land large law letter mail means mistake myself name nature necessity no ourselves phone plane
    post proxy rail reason road sea ship stealth surprise taxi telephone text themselves tradition
    train truck van virtue voice way yourself
    """.split()
)
_DETERMINERS = frozenset("a all an any her his its my no our that the their this your".split())
_ABOUT = frozenset(
    """
    a an another about almost approximately around as at estimated fewer further just least less
    many more much nearly only over roughly some than to under up
    """.split()
)
_SCALES = frozenset("hundred thousand million billion trillion m bn".split())
_UNITS = frozenset(
    """
    % percent per percentage point points pc bp cent cents k km kilometre kilometres kilometer
    kilometers mile miles metre metres meters feet foot inch inches cm mm kg tonne tonnes tons ton
    degree degrees year years month months week weeks day days hour hours minute minutes second
    seconds dollars euros pounds yuan rupees seats times runs goals wickets shots strokes lengths
    basis
    """.split()
)
_MONEY = frozenset("$ £ € ¥ us$ a$ rs".split())
_LINKS = frozenset(
    """
    after against although and as at because before but during for from if in into it of off on or
    since so that the their them i she they we you his through to towards until upon what when
    where which while who with within without her him its a an our your all how whether up out down
    over
    """.split()
)
# They end in -ing and are somebody or something, or say how somebody is.
_ING = frozenset(
    """
    acting advancing advertising ageing aging attacking banking beijing being beings bombing
    booming building bullying chanting cheering competing declining developing engineering evening
    everything existing falling feeling fighting financing fleeing flooding following freezing
    funding governing grazing growing gunning hacking housing increasing incoming invading king
    leading lightning manufacturing marketing meeting melting morning neighboring neighbouring
    nothing ongoing opposing outgoing overflowing participating passing protesting rampaging
    remaining retiring rising roaming ruling shelling shooting shrinking sitting slowing slumping
    something spending standing sterling striking surging surviving training travelling traveling
    underlying visiting warming warring weakening wedding anything
    """.split()
)
# "Arrested in a raid by police": here the agent is that of the noun.
DEEDS = frozenset(
    """
    action address airstrike airstrikes ambush analysis announcement appeal application argument
    article assault attack attacks attempt attempts bid bombardment bombing book call calls
    campaign challenge claim claims comment comments complaint crackdown decision decisions demand
    demands demonstration effort efforts examination film gunfire incursion inquiry inspection
    interview intervention invasion investigation investigations judgment lawsuit letter march move
    moves novel offensive offer operation operations painting paper piece plan plans play poll
    pressure probe proposal protest protests purge raid raids report reports request research
    response review ruling search shelling shooting song speech statement statements strike strikes
    study suit survey takeover testimony threat threats tour trip tweet video violence visit visits
    warning warnings work works
    """.split()
)


def is_agent(words: Sequence[str]) -> bool:
    """Whether words after "by", folded, name somebody or something that acts.

    Not a time, a measure, a means of travel or a deed ("by doing so").

    >>> [is_agent(words.split()) for words in
    ...  ["two men", "the end of May", "12 %", "car .", "closing it", "rising prices"]]
    [True, False, False, False, False, True]
    """
    if not words:
        return False
    first = words[0]
    if first in _MONEY or first == "which":  # "the means by which"
        return False
    determined = first in _DETERMINERS
    rest = list(words[determined:])
    while len(rest) > 1 and rest[0] in _WHEN and not _is_link(rest[1]):
        del rest[0]
    if not rest:
        return True
    alone = len(rest) == 1 or _is_link(rest[1])
    if rest[0] in _TIMES or (alone and rest[0] in _WHEN):
        return False
    if alone and rest[0] in (_PERIODS if determined or rest[0] != first else _MEANS):
        return False
    if first.endswith("ing") and len(first) > 4 and "-" not in first and first not in _ING:
        return False
    return not _is_amount(words)


def _is_amount(words: Sequence[str]) -> bool:
    """Whether words begin with a number that counts nobody ("12 %", "about 40 minutes", "2020")."""
    rest = list(words)
    while rest and rest[0] in _ABOUT:
        del rest[0]
    if not rest:
        return False
    number = rest.pop(0)
    if number == "half":
        return not rest or rest[0] in ("a", "an") or _is_link(rest[0])
    if number in _MONEY:
        return True
    if not number[0].isdigit():
        return False
    while rest and rest[0] in _SCALES:
        del rest[0]
    if not rest:
        return True
    year = len(number) == 4 and number.isdigit() and number[:2] in ("18", "19", "20")
    return year or rest[0] in _UNITS or _is_link(rest[0])


def _is_link(word: str) -> bool:
    """Whether a word, or mark, cannot go on with a noun."""
    return word in _LINKS or not any(character.isalnum() for character in word)
