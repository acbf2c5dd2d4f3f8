"""Deaths and injuries that articles tell of: in which words, how many, and who.

"Twelve people died", "were killed" and "the army killed twelve people" may tell of one event, and
name nobody, nobody, and the army as the cause. Which form a report chooses, whom it names among
the victims, and which figure it gives, is measured from tokens alone, by rules for English.
"""

from framing.measures.casualties.deaths import deaths
from framing.measures.casualties.measures import casualties, casualty_mentions, casualty_toll
from framing.measures.casualties.mentions import FORMS, Mention, mentions_of

__all__ = [
    "FORMS", "Mention", "casualties", "casualty_mentions", "casualty_toll", "deaths", "mentions_of",
]  # fmt: skip
