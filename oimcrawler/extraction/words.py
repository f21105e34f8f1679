"""What short lines say about themselves: labels, trailers, comments, credits, contacts, signatures."""

import re
from typing import Final

_NAME: Final = re.compile(
    r"^(?:[Bb]y|BY|[Pp]ar|[Pp]or|[Vv]on|[Dd]i|من|بقلم|كتب)\s+[^\W\d_a-zàâçéèêëîïôûü]\S*(?:\s+\S+){0,5}$"
)
_LABEL: Final = re.compile(
    r"^(?:(?:written by|text by|author|auteur|autor)\s*:?\s|"
    r"(?:published|posted|updated|last (?:updated|modified)|publi[ée]e?|mis(?:e)? [àa] jour|modifi[ée]|actualizado|publicado|pubblicato|"
    r"نشر|تاريخ النشر|آخر تحديث)\b(?:.{0,18}|.{0,40}\b\d{4}\b.{0,25})(?<![;,؛،])$|"
    r"(?:le\s+)?\d{1,2}(?:er)?[\s./-]+\w+[\s./-]+\d{4}[\s,|–—-]+(?:par|by|por|di|von|بقلم)\s+(?-i:[^a-zàâçéèêëîïôûü\s]).{1,50}$|"
    r"\d+\s*(?:min|minutes?|mn)\b.{0,20}$|(?:lecture|reading time)\b.{0,30}$)",
    re.I,
)
_TRAILER: Final = re.compile(
    r"^(?:filed under|share (?:this|on)|partage[rz]\b|follow us|suivez[- ]nous|read (?:more|also|next)|(?:à |a )?lire (?:aussi|la suite|également)|"
    r"voir aussi|see also|related\b|more (?:on|from) |en savoir plus|sur le même sujet|advertisement|publicité|publicidad|pubblicità|"
    r"sign up (?:for|to)|subscribe (?:to|now)|abonnez[- ]vous|inscrivez[- ]vous|newsletter|back to top|haut de page|retour (?:à|au|en haut)|"
    r"(?:lea|lee|leia|leggi) (?:también|tambien|também|anche)|más información|condividi\b|compart[ae]|lesen sie auch|mehr zum thema|"
    r"اقرأ أيضا|اقرأ المزيد|شارك (?:على|عبر|هذا|المقال)|الوسوم|كلمات مفتاحية|مواضيع ذات صلة|تابعونا|إعلان$)",
    re.I,
)
_TAGS: Final = re.compile(
    r"^(?:tags?|keywords|mots[- ]cl[ée]s|topics?|th[èe]mes?|cat[ée]gories?|category|share|partager|print|imprimer|send|envoyer|previous|next|"
    r"précédent|suivant|etiquetas|schlagworte|argomenti|مشاركة|شارك|الكلمات)\b",
    re.I,
)
_INFO: Final = re.compile(
    r"(?:publi[ée]e?|posted|published|updated|mis à jour|modifi[ée]e?|actualizado|publicado|pubblicato|نشر(?:ت)?|تم النشر)\s+"
    r"(?:le|on|the|el|il|at|à|في|بتاريخ|:)?\s*:?\s*(?:\w+,? )?\d{1,4}[./ :-]|"
    r"(?:lecture|reading time|temps de lecture|مدة القراءة)\s*:?\s*\d+",
    re.I,
)
_COMMENTS: Final = re.compile(
    r"^(?:\(?\d+\)?\s+)?(?:(?:reader |your |all )?comments?|(?:les |vos |tous les )?(?:commentaires|réactions|avis des lecteurs)|réagir|"
    r"leave a (?:reply|comment)|join the (?:conversation|discussion)|laisser un commentaire|comentarios|commenti|kommentare|"
    r"(?:ال)?تعليقات(?: الزوار| القراء)?|أضف تعليق)\s*(?:\(\d+\)|:)?$|"
    r"^\(?\d+\)?\s+(?:messages?|replies|responses|réponses|respuestas|risposte|ردود|رسائل)\s*:?$",
    re.I,
)
_DATE: Final = re.compile(
    r"^(?:\w+[,.]?\s+)?(?:\d{1,2}(?:st|nd|rd|th|er)?[\s./-]+(?:\w+|\d{1,2})[\s./,-]+\d{2,4}|\w+\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}|\d{4}-\d\d-\d\d)"
    r"(?:[\s,|@à–-]+(?:at\s+)?\d{1,2}[:h.]\d{2}.{0,12})?$",
    re.I,
)
_TIME: Final = re.compile(r"^\d{1,2} ?[:h.] ?\d{2}(?: ?[ap]\.?m\.?)?(?: (?:gmt|utc|cet|cest|est|bst))?$", re.I)
_CREDIT: Final = re.compile(
    r"^(?:photos?|image|crédits?(?: photo)?|credit|copyright|©|\(c\)|صورة|الصورة)\s*[:/©–-]", re.I
)
_SOURCE: Final = re.compile(r"^(?:sources?|fuentes?|font[ei]|quellen?|المصدر|المصادر)\s*[:：]", re.I)
_RIGHTS: Final = re.compile(
    r"^(?:©|\(c\)|copyright\b|all rights reserved|tous droits réservés|todos los derechos|جميع الحقوق محفوظة|حقوق النشر)|"
    r"(?:all rights reserved|tous droits réservés|todos los derechos reservados|جميع الحقوق محفوظة)\.?$",
    re.I,
)
_CALL: Final = re.compile(
    r"newsletter|subscri|sign up|free of charge|join (?:us|our|thousands)|support (?:us|our)|become a member|\bdonat|abonn|inscrivez|infolettre|"
    r"soutenez|faites un don|suscr[íi]b|اشترك|النشرة البريدية",
    re.I,
)
_CLOSING: Final = re.compile(
    r"^(?:[-–—*# ]*(?:end|ends|fin|fine|النهاية|انتهى)[-–—*# ]*|[-–—# ]*30[-–—# ]*|#+|\*{3,}|(?-i:SOURCE:? .{2,80}))$",
    re.I,
)
_CONTACT: Final = re.compile(
    r"[\w.+-]@[\w-]+\.\w|\+\d[\d\s().-]{6,}|\b(?:t[ée]l(?:[ée]phone)?|phone|fax|mobile|e-?mail|courriel|contacts?|media contact)\b\s*[.:]?|"
    r"للاتصال|للمزيد من المعلومات|"
    r"plus d['’]informations?|more information|further information|(?:hotline|hot line)",
    re.I,
)


def is_label(line: str) -> bool:
    """Whether a short line above an article is its author, date or reading time and no part of the text."""
    if len(line) < 140 and _INFO.search(line) and line[-1:] not in ".!?…؟;؛,،":
        return True
    return len(line) < 90 and any(pattern.match(line) for pattern in (_LABEL, _NAME, _DATE))


def heads_comments(line: str) -> bool:
    """Whether a short line is the heading above readers' comments.

    >>> heads_comments("Vos réactions"), heads_comments("1 Message"), heads_comments("Comments on the draft law")
    (True, True, False)
    """
    return len(line) < 60 and _COMMENTS.match(line) is not None


def is_time(line: str) -> bool:
    """Whether a line is a time of day and nothing else, as above the posts of a live page."""
    return len(line) < 16 and _TIME.match(line) is not None


def is_trailer(line: str, linked: float) -> bool:
    """Whether a short line, of which the share `linked` stands in links, calls the reader elsewhere: tags, share, read also.

    >>> is_trailer("Lire aussi : un port se raconte", 0.6), is_trailer("Next steps", 0.0)
    (True, False)
    """
    if len(line) >= 200:
        return False
    if _TRAILER.match(line):
        return linked >= 0.25 or len(line) < 40
    return _TAGS.match(line) is not None and (linked >= 0.3 or line.rstrip().endswith(":"))


def is_credit(line: str) -> bool:
    """Whether a short line names a photograph's author."""
    return len(line) < 120 and _CREDIT.match(line) is not None


def is_source(line: str) -> bool:
    """Whether a short line names the source of the table or figure above it.

    >>> is_source("Source : enquête de 2024"), is_source("Sources close to the minister said no.")
    (True, False)
    """
    return len(line) < 120 and _SOURCE.match(line) is not None


def is_rights(line: str) -> bool:
    """Whether a line reserves somebody's rights: the end of a page, not of an article.

    >>> is_rights("(c) 1999 The Island Mail"), is_rights("The rights of migrants are reserved to nobody.")
    (True, False)
    """
    return len(line) < 200 and _RIGHTS.search(line) is not None


def is_call(line: str) -> bool:
    """Whether a short line asks the reader to subscribe, join or give: furniture when it stands in a box of its own.

    >>> is_call("Enjoying this? Sign up for more."), is_call("Le port a rouvert.")
    (True, False)
    """
    return len(line) < 250 and _CALL.search(line) is not None


def is_closing(line: str) -> bool:
    """Whether a last line only says that a release has ended, or who sent it.

    >>> is_closing("- End -"), is_closing("SOURCE Harbour Trust"), is_closing("Source : le ministère")
    (True, True, False)
    """
    return len(line) < 100 and _CLOSING.match(line) is not None


def is_contact(line: str) -> bool:
    """Whether a line belongs to a contact block: an address, a number, or the words that lead to one.

    >>> is_contact("Tél. : +212 537 00 00 00"), is_contact("La cérémonie a eu lieu hier.")
    (True, False)
    """
    return len(line) < 600 and _CONTACT.search(line) is not None


_SECTION_LABEL: Final = re.compile(
    r"^(?:p\.? ?-? ?s\.?|post-?scriptum|(?:foot|end)?notes?|notes de bas de page|(?:ال)?هوامش|notas|note)\s*:?$", re.I
)
_FACTS: Final = re.compile(
    r"^(?:fact ?(?:box|file|sheet)|(?:key |quick |fast )?facts|datos(?: clave)?|repères|scheda|بطاقة)\s*(?::|$)", re.I
)
_FILE: Final = re.compile(
    r"^(?:(?:\d{1,4}[\s./-]+\w+[\s./-]+\d{1,4})?[\s,(|–—-]*)(?:pdf|docx?|xlsx?|odt|ods|pptx?|rtf|zip|jpe?g|png|mp3)\b[\s,:|/–—-]*"
    r"\d+(?:[.,]\d+)?\s*(?:[kmg]?i?[bo]|octets?|bytes|كيلوبايت|ميغابايت)\s*\)?$",
    re.I,
)
_ROLE: Final = (
    r"(?:(?:additional |further )?(?:report(?:ing|ed)|writing|written|edit(?:ing|ed)|compiled|translat(?:ion|ed|ing)|graphics?|production) by|"
    r"(?:report(?:e|aje)|información|escrito|redactado|redacción|editado|edición|traducido|traducción)(?: adicional)? (?:de|por)|"
    r"(?:avec )?(?:reportage|rédaction|rédigé|édition|édité|traduction|traduit|version française)(?: complémentaire)? (?:de|par)|"
    r"(?:bericht(?:et)?|redigiert|bearbeitet|geschrieben) von|(?:servizio|scritto|redatto|tradotto|a cura) (?:di|da)|"
    r"(?:إعداد|تحرير|تقرير|تغطية|كتابة|ترجمة)\b)"
)
_SIGNED: Final = re.compile(rf"^[(\[]?{_ROLE}", re.I)
_SIGNED_PARTS: Final = re.compile(rf"[;؛,،.–—/-]\s*(?:and |et |y )?{_ROLE}", re.I)


def is_section_label(line: str) -> bool:
    """Whether a heading only labels the notes or the postscript under it."""
    return len(line) < 30 and _SECTION_LABEL.match(line) is not None


def heads_facts(line: str) -> bool:
    """Whether a heading announces a box of facts beside the text.

    >>> heads_facts("Factbox: the port"), heads_facts("Facts on the ground")
    (True, False)
    """
    return len(line) < 90 and _FACTS.match(line) is not None


def is_file_note(line: str) -> bool:
    """Whether a line says of a file its kind and size, perhaps its date, and nothing else.

    >>> is_file_note("20 mars 2010, PDF, 44 ko"), is_file_note("Le rapport pèse 44 ko")
    (True, False)
    """
    return len(line) < 60 and _FILE.match(line) is not None


def is_signed(line: str) -> bool:
    """Whether a short line names who reported, wrote, edited or translated the text, and says nothing else.

    >>> is_signed("Reporting by Ada Holm; Editing by Jo Vail"), is_signed("(Édité par Ada Holm)"), is_signed("Reporting by victims has doubled.")
    (True, True, False)
    """
    if len(line) > 220 or not (found := _SIGNED.match(line)):
        return False
    if _SIGNED_PARTS.search(line, found.end()):
        return True
    rest = line[found.end() :].strip(" :.)]")
    words = [word for word in rest.split() if word not in {"and", "et", "y", "e", "und", "de", "the", "in", "à"}]
    closed = line[0] not in "([" and line[-1] == "."
    return len(rest) < 80 and 0 < len(words) <= 8 and not closed and all(not word[0].islower() for word in words)
