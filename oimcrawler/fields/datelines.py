"""Telling the line that dates a publication from the lines that date something else: a change, an event, the place and day of a dispatch."""

import re
from typing import Final

from oimcrawler.dates import find_dates

DATE_CLASS: Final = re.compile(
    r"(?:^|[\s_:-])(?:dates?|time|published|pubdate|publish|posted|submitted|created|timestamp|byline|datetime|"
    r"datepublished)(?:$|[\s_-])",
    re.IGNORECASE,
)
"""Class names and properties of elements that hold a date."""
CAMEL_DATE: Final = re.compile(r"[a-z](?:Date|Timestamp|PublishedAt|PubDate)(?![a-z])")
"""The same in the style of generated class names (`articleDate`, `postDate_x3f`)."""
PUBLISHED: Final = re.compile(
    r"publi|\bposted|\bpost(?:é|ed)?\b|\breleased?|\bissued|\bsubmitted|\bwritten|\bcreated|en ligne|soumis|"
    r"créé|rédigé|\bparue?s?\s+(?:le\b|:)|diffus|pubblicat|veröffentlicht|geplaatst|"
    r"gepubliceerd|نشر|النشر|بتاريخ|صدر",
    re.IGNORECASE,
)
"""Words that call a date the date of publication."""
_MODIFIED: Final = re.compile(
    r"mise? à jour|\bmàj\b|\bmaj\b|modifi|actualisé|updated?|last\s+(?:edited|changed|modified|reviewed)|"
    r"revised|aggiornat|actualizad|atualizad|aktualisiert|"
    r"geändert|bijgewerkt|gewijzigd|\bedited|corrected|corrigé|تحديث|تعديل|حُدِّث",
    re.IGNORECASE,
)
_EVENT: Final = re.compile(
    r"événement|evenement|\bevent|deadline|date limite|clôture|closing|\bstarts?\b|\bends?\b|\bdébut|\bfin\b|"
    r"\bdu\s?:|\bfrom\s?:|\bvalid|échéance|\bwhen\b|\bquand\b|"
    r"\bborn\b|\bnée? le|consulté|accessed|retrieved|copyright|©|الحدث|الموعد",
    re.IGNORECASE,
)
# What may stand beside a date on a line that is nothing but a date line.
_SMALL_WORDS: Final = re.compile(
    r"\b(?:le|la|on|the|date|du|de|am|à|at|um|a|il|el|em|op|at|heure|h|gmt|utc|cet|est|edt|pm|local|global|min|"
    r"mins|minutes?|read|lecture|temps|time|"
    r"lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tue|"
    r"wed|thu|fri|sat|sun|lun|mar|mer|jeu|ven|sam|dim|"
    r"montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|lunes|martes|miércoles|jueves|viernes|sábado|domingo|"
    r"communiqués?|presse|press|releases?|news|actualités?|story|stories|statement|article|comunicado|noticia|"
    r"الاثنين|الإثنين|الثلاثاء|الأربعاء|الخميس|الجمعة|السبت|الأحد|في|يوم|تاريخ|خبر|أخبار|بيان|محلي|م)\b",
    re.IGNORECASE,
)
_BYLINE: Final = re.compile(
    r"\s*(?:par|by|por|von|door|di|بقلم)\s+[^.!?]{3,60}[,،]?\s*(?:le|on|am|el|il|em)?\s*$", re.IGNORECASE
)
_TIME: Final = re.compile(
    r"\d{1,2}\s?[:hH]\s?\d{2}(?::\d{2})?(?:\s?[ap]\.?m\.?)?|\b\d{1,2}\s?(?:min|h)\b", re.IGNORECASE
)
_SEGMENT: Final = re.compile(r"\s*[|·•>»›]\s*|\s+[–—-]\s+")


def lead_of(block: str, words: str) -> str:
    """What a reader has read on the line just before a date: back to an earlier date, forty characters at most.

    >>> lead_of("Publié le 3 mai 2021, mis à jour le 5 mai 2021", "5 mai 2021")
    ', mis à jour le '
    """
    place = block.find(words)
    lead = block[max(0, place - 40) : place] if place >= 0 else ""
    earlier = find_dates(lead, order="mdy")
    return lead[lead.rfind(earlier[-1][1]) + len(earlier[-1][1]) :] if earlier else lead


def is_other_date(lead: str) -> bool:
    """Whether the words before a date make it the date of a change, an event or a deadline."""
    return bool((_MODIFIED.search(lead) and not PUBLISHED.search(lead)) or _EVENT.search(lead))


def is_date_line(text: str, words: str) -> bool:
    """Whether a line is about the date in it, and not a dispatch's place and day or a sentence.

    >>> is_date_line("Communiqué | Local | 07/30/2016", "07/30/2016"), is_date_line("Rabat, 24.07.2017 –", "24.07.2017")
    (True, False)
    """
    segment = next((part for part in _SEGMENT.split(text) if words in part), text)
    rest = _TIME.sub(" ", segment.replace(words, " ", 1))
    if PUBLISHED.search(rest) or _BYLINE.match(rest):
        return len(rest) < 80
    return len(re.sub(r"[\W\d_]+", " ", _SMALL_WORDS.sub(" ", rest)).strip()) <= 2
