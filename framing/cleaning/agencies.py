"""News agencies by the names they go by."""

from __future__ import annotations

import re

_NAMES = """
AFP: afp, agence france-presse, agence france presse
AP: ap, associated press, the associated press, ap news
Reuters: reuters, thomson reuters, thomson reuters foundation
TASS: tass, itar-tass
Xinhua: xinhua, xinhua news agency
dpa: dpa, deutsche presse-agentur
EFE: efe
ANSA: ansa
PA: pa, pa media, press association, the press association
PTI: pti, press trust of india
ANI: ani
IANS: ians
UPI: upi, united press international
Bloomberg: bloomberg, bloomberg news
Interfax: interfax
RIA Novosti: ria, ria novosti, sputnik
Kyodo: kyodo, kyodo news
Yonhap: yonhap, yonhap news agency
Anadolu: anadolu, anadolu agency, aa
WAFA: wafa
IRNA: irna
SANA: sana
MENA: mena
KCNA: kcna
Belga: belga
APA: apa
ANP: anp
Keystone-SDA: ats, sda, keystone-sda
epd: epd
KNA: kna
SID: sid
Lusa: lusa
Bernama: bernama
AAP: aap, australian associated press
The Canadian Press: cp, canadian press, the canadian press
PR Newswire: prnewswire, pr newswire
Business Wire: business wire, businesswire
GlobeNewswire: globe newswire, globenewswire
news agencies: news agencies, agencies, wire services, newswires, wires, wire reports
""".strip()

BY_NAME = {
    alias.strip(): line.partition(":")[0]
    for line in _NAMES.split("\n")
    for alias in line.partition(":")[2].split(",")
}
# Agencies not listed say what they are.
_OTHER = re.compile(
    r"(?:The )?(?:[A-ZÀ-Þ][\w'’.-]* ){1,4}"
    r"(?:News Agency|Press Agency|Agency|News Service|Newswire|Wire)"
)
_BETWEEN = re.compile(r"\s*(?:[,/;&+|]|\band\b|\bwith\b|\bvia\b)\s*")


def agency(name: str) -> str | None:
    """The agency that goes by this name, under the name it is known by."""
    name = name.strip(" .-–—\xa0")
    small = name.casefold()
    known = BY_NAME.get(small) or BY_NAME.get(small.removesuffix(" news agency"))
    return known or (name if _OTHER.fullmatch(name) else None)


def listed(credit: str, *, beside: tuple[str, ...] = ()) -> list[str] | None:
    """The agencies of a credit such as "AFP, AP/Reuters"; None if something else is in it.

    `beside` are names, in small letters, that may stand there too, as the outlet's own.
    """
    found = []
    for part in _BETWEEN.split(credit.strip()):
        name = agency(part)
        if name is not None:
            found.append(name)
        elif part and part.strip(" .-–—\xa0").casefold() not in beside:
            return None
    return found
