"""Verbs by what they make of their subject, and nouns that stand for those they go with. English.

A subject is an actor in most clauses, but not with every verb: who speaks does not act, who *is*
or *wants* something does nothing, and who *dies* or *suffers* is the one to whom it happens. The
classes follow Levin (1993, English Verb Classes and Alternations) and Vendler's states (1957,
doi:10.2307/2182371); the lists are our own.
"""

from __future__ import annotations

# Say, declare and the like: whom they quote is measured by `sourcing`.
SPEAKS = frozenset(
    """
    say tell add state announce declare claim allege argue insist note explain suggest mention
    comment remark reply answer write tweet speak talk describe call confirm admit acknowledge
    deny ask recall assert contend stress emphasise emphasize reiterate concede estimate predict
    inform testify quote read report caution express voice echo retort quip joke joke pledge
    promise vow swear warn
    """.split()
)
# States, perception and thought.
STATES = frozenset(
    """
    be have seem appear remain become stay own belong contain include consist cost mean matter
    exist deserve lack resemble depend concern involve equal weigh represent live know think
    believe want wish hope like love hate fear feel hear see understand remember forget expect
    need doubt prefer mind worry care regret suppose imagine realise realize consider assume
    intend look sound tend await wait sit stand lie sleep total number constitute possess enjoy
    dislike despise admire respect trust agree disagree oppose favour favor view regard watch
    's 've 're suspect recognise recognize aim desire
    """.split()
)
# What happens to their subject.
HAPPENS = frozenset(
    """
    die perish drown suffer undergo endure sustain succumb starve suffocate faint bleed face lose
    incur experience fall collapse vanish disappear shrink inherit
    """.split()
)
# They say of another verb that it begins, goes on or is tried; the other is what is done.
RAISING = frozenset(
    "begin start continue keep seem appear tend happen go use manage try attempt cease stop proceed"
    " prove have get come be rush".split()
)
# Without an object they are passives, as in headlines: two officers wounded in attack.
NEED_OBJECTS = frozenset(
    "wound injure arrest detain behead murder jail evict execute assassinate hospitalise "
    "hospitalize imprison deport".split()
)
# With these prepositions what follows is aimed at: they fired at the crowd.
AT = {
    "fire": {"at", "on", "upon", "into"},
    "shoot": {"at"},
    "open": {"on"},
    "throw": {"at"},
    "hurl": {"at"},
    "lob": {"at"},
    "aim": {"at"},
    "shout": {"at"},
    "spit": {"at", "on"},
    "crack": {"on"},
    "charge": {"at"},
    "turn": {"on", "against"},
    "lash": {"at"},
    "act": {"against"},
    "move": {"against"},
    "lean": {"on"},
    "impose": {"on", "upon"},
    "inflict": {"on", "upon"},
    "descend": {"on"},
    "prey": {"on"},
    "retaliate": {"against"},
    "discriminate": {"against"},
    "rule": {"against"},
    "take": {"against"},
    "launch": {"on", "against"},
    "carry": {"on", "against"},
    "commit": {"against"},
    "rely": set(),
}
# Nouns that stand for the people they are counted of: dozens of protesters.
QUANTITIES = frozenset(
    """
    group number hundred thousand million dozen score ten crowd majority handful several many most
    some few all both each one two three four five six seven eight nine pair couple band wave gang
    mob team column lot plenty rest half third quarter percent part member more any none total
    """.split()
)
# Nouns whose members belong to what stands before them: police officers, Hamas fighters.
MEMBERS = frozenset(
    """
    officer force fighter troop soldier militant unit squad agent patrol member rebel gunman guard
    army military navy police authority jet plane warplane personnel commander militia worker
    protester activist supporter student leader
    """.split()
)
# Supporters and leaders of someone are not that someone: they are members of groups only.
NOT_OF_PERSONS = frozenset("supporter leader activist protester student worker".split())
# Titles before a name: President Hale.
TITLES = frozenset(
    """
    president minister chancellor senator secretary governor mayor judge justice king queen prince
    princess general colonel captain sergeant inspector officer chief chairman chair director
    leader pope bishop ambassador spokesman spokeswoman professor doctor premier sheriff
    commissioner councillor mp representative congressman congresswoman candidate commander
    lieutenant major detective constable attorney lawyer editor coach ex-president
    """.split()
)
RELATIVE = frozenset("who whom which that".split())
