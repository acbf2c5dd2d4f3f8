"""How often `framing.agency_verbs` and `framing.casualty_mentions` are right on news.

    python benchmarks/validity_actors.py

judged_agency.csv and judged_casualties.csv beside this file hold rows drawn at random (seed 11)
from what was found in news2017 and then read by one person: 120 verbs of seven groups of actors,
each with its true role (none where the group is not subject or object of it), and 150 mentions of
casualties, each with its true form and the number that the sentence gives. Positions are those of
the cleaned texts; the texts themselves are not here. What was never found cannot be among them:
for casualties, 100 sentences with a word of death or injury and no mention were read beside them.

Intervals are Wilson's, 95 %. The corpus is parsed on the first run, which takes minutes.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from reference import news2017_folder
from statsmodels.stats.proportion import proportion_confint

import framing as fr

HERE = Path(__file__).resolve().parent
GROUPS = {
    "police": ["police", "officer*"],
    "protesters": ["protester*", "protestor*", "demonstrator*"],
    "troops": ["soldier*", "troops", "army"],
    "refugees": ["migrant*", "refugee*"],
    "armed groups": [
        "=ISIL", "=ISIS", "=IS", "Taliban", "rebel*", "fighters", "militants", "Hamas",
    ],
    "Trump": ["=Trump"],
    "Russia": ["=Russia"],
}  # fmt: skip


def main() -> None:
    folder = news2017_folder()
    tokens = fr.tokenize(fr.load_study(folder).read)
    agency(tokens, folder / ".framing")
    casualties(tokens)


def agency(tokens: fr.Tokens, cache: Path) -> None:
    judged = read("judged_agency.csv")
    chosen = tokens.select(judged["article_id"].unique())
    found = fr.agency_verbs(chosen, GROUPS, cache=cache)
    found = found[found["role"].isin(["acts", "acted upon"]) & ~found["negated"]]
    both = judged.merge(found, on=["article_id", "char_start", "group"], suffixes=("", "_found"))
    print(f"agency: role right in {told((both['role'] == both['role_found']).tolist())}")


def casualties(tokens: fr.Tokens) -> None:
    judged = read("judged_casualties.csv")
    found = fr.casualty_mentions(tokens.select(judged["article_id"].unique()))
    both = judged.merge(found, on=["article_id", "char_end"], suffixes=("", "_found"))
    print(f"casualties: form right in {told((both['form'] == both['form_found']).tolist())}")
    both = both[both["form"] != "none"]
    given = both[both["number_found"].notna()]
    print(f"  a figure right in {told((given['number_found'] == given['number']).tolist())}")
    said = both[both["number"].notna()]
    found_too = (said["number_found"] == said["number"]).tolist()
    print(f"  a figure that is said found in {told(found_too)}")


def read(name: str) -> pd.DataFrame:
    return pd.read_csv(HERE / name, dtype={"article_id": "str"})


def told(right: list[bool]) -> str:
    low, high = proportion_confint(sum(right), len(right), method="wilson")
    share = sum(right) / len(right)
    return f"{sum(right)} of {len(right)}: {share:.3f} [{low:.3f}, {high:.3f}]"


if __name__ == "__main__":
    main()
