"""The language of a text, from its script and its little words: what a page is written in is not what its address or its menu says."""

import re
from collections import defaultdict
from functools import cache, lru_cache
from itertools import pairwise
from typing import Final

# The commonest function words of each language; a word that several languages share counts for each of them in part.
_WORDS: Final = {
    "fr": (
        "le la les l un une des du de d et est en dans que qui pour par sur au aux avec ce cette ces se s son "
        "sa ses leur leurs il elle ils elles nous vous on ne pas plus ont été être sont à où ou mais comme "
        "ainsi afin entre lors cet dont très aussi c n qu sans sous depuis après"
    ),
    "en": (
        "the of and to in a is that for on with as are was were be been by at from this which it its an or "
        "not have has had their they we he she his her will would can who more also between during into about "
        "but our these those there than after under"
    ),
    "es": (
        "el la los las un una de del y en que se por con para su sus al lo como más es fue son ha han está "
        "este esta estos estas entre sobre pero sin también muy cuando donde desde hasta o no le les ser"
    ),
    "it": (
        "il lo la i gli le un uno una di del della dei delle degli e in che per con su al alla nel nella da "
        "dal dalla si è sono ha hanno come più anche questo questa non ed ai alle sul sulla tra fra loro "
        "essere stato dell all nell"
    ),
    "de": (
        "der die das und in zu den von mit sich des auf für ist im dem nicht ein eine als auch es an werden "
        "aus er hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war haben nur "
        "oder vor zur bis durch"
    ),
    "pt": (
        "o a os as um uma de do da dos das e em no na nos nas que se por com para ao aos à às mais como foi é "
        "são não seu sua seus suas entre também pelo pela pelos pelas ou ser este esta isso mas já"
    ),
    "nl": (
        "de het een en van in is dat op te zijn voor met die niet aan er om ook als bij door maar naar uit "
        "wordt worden over heeft hebben deze dit hun wij zij tot of kan meer nog werd waren onder tussen"
    ),
}
# Endings and letter groups that lean towards one language: they carry short texts such as titles.
_ENDINGS: Final = {
    "fr": "tion tions ment ments eux euse aux ique iques té és ées eur eurs elle aire",
    "en": "ing tion ted ness ity ght ship ies ally ould",
    "es": "ción ciones dad dades ado ados iento mente ñas ños ía",
    "it": "zione zioni mento ità tori ato ati ggio glia mente",
    "de": "ung ungen lich keit heit isch schaft ten cht",
    "pt": "ção ções dade ões ão mento ado eiro agem",
    "nl": "heid ing lijk aar ijk atie eren sche oor",
}
_SCRIPTS: Final = (
    ("ar", re.compile(r"[\u0621-\u064a\u066e-\u06d3\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("he", re.compile(r"[\u05d0-\u05ea]")),
    ("am", re.compile(r"[\u1200-\u137f]")),
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7af]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("th", re.compile(r"[\u0e00-\u0e7f]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("ber", re.compile(r"[\u2d30-\u2d7f]")),
)
_ANY_SCRIPT: Final = re.compile("[" + "".join(pattern.pattern[1:-1] for _, pattern in _SCRIPTS) + "]")
# Letters that the other languages of a script do not have.
_SISTERS: Final = {"ar": (("ur", "ٹڈڑےںھہ"), ("fa", "پچژگکی")), "ru": (("uk", "іїєґ"),)}
_LATIN = re.compile(r"[^\W\d_]+")
_QUOTED = re.compile(r"“[^“”]{1,800}”|«[^«»]{1,800}»|„[^“”]{1,800}[“”]|\"(?<!\w\")[^\"\n]{1,800}\"(?!\w)")
_SAMPLE: Final = 6000
ENOUGH: Final = 6.0
"""Weight of little words from which a text is judged by itself alone."""


@cache
def _weights() -> dict[str, tuple[tuple[str, float], ...]]:
    owners: dict[str, list[str]] = {}
    for lang, words in _WORDS.items():
        for word in words.split():
            owners.setdefault(word, []).append(lang)
    return {word: tuple((lang, 1 / len(langs) ** 1.5) for lang in langs) for word, langs in owners.items()}


@cache
def _endings() -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((lang, tuple(ends.split())) for lang, ends in _ENDINGS.items())


def _sample(text: str) -> str:
    """A long text's beginning, middle and end: an opening quotation must not decide alone."""
    if len(text) <= 3 * _SAMPLE:
        return text
    middle = len(text) // 2
    return " ".join((text[:_SAMPLE], text[middle : middle + _SAMPLE], text[-_SAMPLE:]))


def _primary(tag: str | None) -> str | None:
    head = re.split(r"[-_]", (tag or "").strip().lower())[0]
    return head if re.fullmatch(r"[a-z]{2,3}", head) else None


def _by_script(text: str) -> tuple[str, float] | None:
    if not _ANY_SCRIPT.search(text):
        return None
    letters = sum(map(str.isalpha, text))
    if not letters:
        return None
    counts = [(len(pattern.findall(text)), lang) for lang, pattern in _SCRIPTS]
    number, lang = max(counts)
    if lang == "zh" and counts[5][0] * 8 > number:
        lang = "ja"
    if number * 2 < letters:
        return None
    for sister, own in _SISTERS.get(lang, ()):
        if sum(text.count(char) for char in own) * 25 > number:
            lang = sister
            break
    return lang, number / letters


def _scores(words: list[str]) -> defaultdict[str, float]:
    weights = _weights()
    scores: defaultdict[str, float] = defaultdict(float)
    for word in words:
        for lang, weight in weights.get(word, ()):
            scores[lang] += weight
    # Two unlike words side by side that only one language has in common say more than either alone.
    for first, second in pairwise(words):
        if first != second and first in weights and second in weights and (lang := _in_common(first, second)):
            scores[lang] += 0.5
    return scores


@lru_cache(maxsize=1 << 13)
def _in_common(first: str, second: str) -> str:
    """The one language that has both little words; empty where there is none, or several."""
    weights = _weights()
    common = {lang for lang, _ in weights[first]} & {lang for lang, _ in weights[second]}
    return common.pop() if len(common) == 1 else ""


def body_language(text: str, declared: str | None = None) -> tuple[str | None, float]:
    """The language of a text (`fr`, `en`, `ar`, …) and how sure that is, between 0 and 1.

    A short or undecided text is taken to be in the declared language (any BCP 47 tag), with a certainty of 0.3 at most; None when nothing is known.

    >>> body_language("L'atelier a réuni les partenaires de la région pour une journée sur l'accueil des enfants.")[0]
    'fr'
    >>> body_language("OIM", "ar-MA")
    ('ar', 0.3)
    """
    fallback = _primary(declared)
    sample = _sample(text)
    if not sample.isascii() and (found := _by_script(sample)):
        return found
    # Who speaks around the quotations is the author, whatever language the people quoted speak.
    words = _LATIN.findall(_QUOTED.sub(" ", sample).lower())
    scores = _scores(words)
    if sum(scores.values()) < ENOUGH:
        words = _LATIN.findall(sample.lower())
        scores = _scores(words)
    if sum(scores.values()) < ENOUGH * 2:
        for word in words[:200]:
            if len(word) > 4:
                for lang, ends in _endings():
                    if word.endswith(ends):
                        scores[lang] += 0.25
    if not scores:
        return (fallback, 0.3) if fallback else (None, 0.0)
    ranked = sorted(scores.items(), key=lambda item: -item[1])
    (best, score), (_, second_score) = (*ranked, ("", 0.0))[:2]
    lead = (score - second_score) / score
    certainty = lead * min(1.0, score / ENOUGH)
    if score >= ENOUGH and lead >= 0.1:
        return best, round(min(1.0, 0.4 + 0.6 * certainty), 3)
    if fallback and (scores[fallback] >= score * 0.5 or fallback not in _WORDS or certainty < 0.25):
        return fallback, 0.3
    if score < 1.0 or lead < 0.1:
        return (fallback, 0.2) if fallback else (best, 0.1)
    return best, round(max(0.1, 0.8 * certainty), 3)
