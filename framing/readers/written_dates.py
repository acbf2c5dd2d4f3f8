"""Dates in words, in the languages that news archives write, as `framing.dates` reads them."""

from __future__ import annotations

import re
import unicodedata

_MONTHS = [
    ("January", "januar jan januari janvier janv enero ene gennaio gen janeiro january"),
    ("February", "februar feb februari fevrier fevr febrero febbraio fevereiro fev february"),
    ("March", "marz mrz maerz maart mrt mars marzo mar marco march"),
    ("April", "april apr avril avr abril abr aprile"),
    ("May", "mai mei may mayo maggio mag maio"),
    ("June", "juni jun juin junio giugno giu junho june"),
    ("July", "juli jul juillet juil julio luglio lug julho july"),
    ("August", "august aug augustus aout agosto ago"),
    ("September", "september sep sept septembre septiembre setiembre settembre set setembro"),
    ("October", "oktober okt october oct octobre octubre ottobre ott outubro out"),
    ("November", "november nov novembre noviembre novembro"),
    ("December", "dezember dez december dec decembre diciembre dic dicembre dezembro"),
]
_MONTH = {word: month for month, words in _MONTHS for word in words.split()}
_DAYS = (
    "monday mon tuesday tue tues wednesday wed thursday thu thur thurs friday fri saturday sat"
    " sunday sun montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag maandag"
    " dinsdag woensdag donderdag vrijdag zaterdag zondag lundi mardi mercredi jeudi vendredi"
    " samedi dimanche lunes martes miercoles jueves viernes sabado domingo lunedi martedi"
    " mercoledi giovedi venerdi sabato domenica segunda-feira terca-feira quarta-feira"
    " quinta-feira sexta-feira segunda terca quarta quinta sexta"
).split()
_DAY = rf"(?:{'|'.join(sorted(_DAYS, key=len, reverse=True))})\b\.?"
_MONTH_NAME = rf"(?P<month{{}}>{'|'.join(sorted(_MONTH, key=len, reverse=True))})\b\.?"
_DATE = re.compile(
    rf"(?:{_DAY}[, ]+(?:den |le |el |il )?)?"
    r"(?:(?P<day1>\d{1,2})(?:\.|st\b|nd\b|rd\b|th\b|er\b|º|°)?,?[ -](?:of |de |d')?"
    rf"{_MONTH_NAME.format(1)},?[ -](?:de |del )?(?P<year1>\d{{4}})\b"
    rf"|{_MONTH_NAME.format(2)} (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<year2>\d{{4}})\b"
    r"|(?P<year3>\d{4})(?:-(?P<month3>\d\d)-(?P<day3>\d\d)\b"
    r"|年 ?(?P<month4>\d{1,2})月 ?(?P<day4>\d{1,2})日))"
    rf"(?:,? {_DAY}(?![-\w]))?"
    r"(?:,?(?: at| um| a las)? (?P<hour>\d{1,2})(?:[:h](?P<minute>\d\d)(?P<second>:\d\d)?)"
    r"(?: (?P<half>[ap]\.?m\b\.?))?"
    r"(?: uhr\b)?(?: (?P<zone>gmt|utc|[ecmp][sd]t|cest|cet)\b)?)?"
)


def plain_date(written: str) -> tuple[str, str] | None:
    """A date at the beginning of a line, in digits and English, and what follows it.

    Names of days, and months in English, German, French, Spanish, Dutch, Italian and Portuguese,
    are understood. None where the line does not begin with a day, a month and a year.

    >>> plain_date("viernes 3 de noviembre de 2023")
    ('3 November 2023', '')
    >>> plain_date("May 2, 2002, Thursday,, FINAL EDITION")
    ('2 May 2002', 'FINAL EDITION')
    >>> plain_date("Friday, November 3, 2023 10:15 PM GMT")
    ('3 November 2023 10:15 PM GMT', '')
    >>> plain_date("November 2023") is None
    True
    """
    written = " ".join(written[:300].split())
    folded = _folded(written)
    found = _DATE.match(folded)
    if found is None:
        return None
    part = found.groupdict()
    n = next(n for n in "1234" if part.get(f"day{n}"))
    month, year = part[f"month{n}"], part["year3" if n == "4" else f"year{n}"]
    if month.isdigit():
        date = f"{year}-{int(month):02}-{int(part[f'day{n}']):02}"
    else:
        date = f"{int(part[f'day{n}'])} {_MONTH[month]} {year}"
    if part["hour"]:
        date += f" {int(part['hour']):02}:{part['minute']}{part['second'] or ''}"
        date += "".join(f" {part[word].upper()}" for word in ("half", "zone") if part[word])
    return date, written[found.end() :].strip(" ,;|")


def _folded(text: str) -> str:
    """In lower case and without accents, each character in its place."""
    return "".join(unicodedata.normalize("NFKD", letter)[0] for letter in text).lower()
