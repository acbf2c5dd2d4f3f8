"""Write framing/measures/passives/verb_forms.csv: where a word form is the verb of a clause.

    python tools/verb_forms.py STUDY [CACHE]

Parses the articles of a study (news2017, say) and counts for each word form how often it heads a
clause, by the kind of the word before it, and how often it is the participle of a passive. Kept
are forms that occur ten times and head a clause more often than not behind some kind. The file
holds no text, only these counts' outcome:

- `form`: the word, folded
- `heads`: the kinds of word behind which it is the verb of a clause (see `clauses.KINDS`)
- `passive`: per cent of its clauses in which it is the participle of a passive
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

import numpy as np

import framing as fr
from framing.measures.passives import parsed
from framing.measures.passives.clauses import KINDS, before

FEWEST = 10
PRIOR = 3  # occurrences by which a kind's share is drawn towards the form's


def main(study: str, cache: str | None = None) -> None:
    tokens = fr.tokenize(fr.load_study(study).read)
    seen: dict[str, np.ndarray] = defaultdict(lambda: np.zeros((len(KINDS), 2), dtype=np.int64))
    passives: dict[str, int] = defaultdict(int)
    for chunk, parse in fr.parse(tokens, cache=cache).chunks():
        found = parsed.find(chunk, parse, reduced=True)
        folded = chunk.types.folded[chunk.ids]
        forms = chunk.types.folded_strings
        cell = folded.astype(np.int64) * len(KINDS) + before(chunk)
        heads = np.zeros(len(folded), dtype=bool)
        heads[found.clause] = True
        free = np.ones(len(folded), dtype=bool)  # of passives that are counted by their participle
        free[found.first[found.first != found.participle]] = False
        shape = (len(forms), len(KINDS))
        n = np.bincount(cell[free], minlength=len(forms) * len(KINDS)).reshape(shape)
        h = np.bincount(cell[heads], minlength=len(forms) * len(KINDS)).reshape(shape)
        for i in np.flatnonzero(h.sum(axis=1)).tolist():
            seen[forms[i]] += np.column_stack([n[i], h[i]])
        for i in folded[found.participle].tolist():
            passives[forms[i]] += 1
    lines = ["form,heads,passive\n"]
    for form in sorted(seen):
        n, h = seen[form].T
        share = (h + PRIOR * h.sum() / max(n.sum(), 1)) / (n + PRIOR)
        kinds = "".join(kind for kind, one in zip(KINDS, share, strict=True) if one >= 0.5)
        if n.sum() >= FEWEST and kinds and form.replace("-", "").replace("'", "").isalpha():
            lines.append(f"{form},{kinds},{round(100 * passives[form] / h.sum())}\n")
    where = Path(parsed.__file__).with_name("verb_forms.csv")
    where.write_text("".join(lines), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
