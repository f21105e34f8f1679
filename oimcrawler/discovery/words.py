"""The words by which listings name their parts, in the field's languages: onward links, read-more links, page turners, kinds, empty results."""

import re
from typing import Final

NEXT: Final = re.compile(
    r"(?:next(?: page)?|older(?: posts| entries| news| articles)?|(?:page )?suivante?s?|articles? (?:plus anciens|"
    r"précédents)|plus anciens|siguientes?|página siguiente|próxim[ao]|seguinte|"
    r"(?:nächste|weiter)(?: seite)?|successiv[ao]|volgende|التالي[ةه]?|الصفحة التالية|الصفحه التاليه|اللاحق|التالى|"
    r"load more|show more|(?:afficher|voir|charger) plus(?: d['’]articles)?|عرض المزيد|المزيد من الأخبار)"
    r"(?:\s*[›»→>❯⟩▸]+)?|[‹«←<❮]*\s*(?:التالي[ةه]?|الصفحة التالية)\s*[‹«←<]*|[›»→❯⟩▸]{1,2}|>{1,2}"
)
LAST: Final = re.compile(
    r"(?:last|last page|dern(?:ier|ière)(?: page)?|fin|الأخير[ةه]?|الصفحة الأخيرة|último|última)\s*[»›→]*|»»|>>\|?|⟫"
)
PREVIOUS: Final = re.compile(
    r"[‹«←<❮]*\s*(?:prev(?:ious)?(?: page)?|newer(?: posts)?|(?:page )?précédente?|anterior|zurück|vorherige|السابق[ةه]?|الصفحة السابقة)|[‹«←❮]{1,2}"
)
READ_MORE: Final = re.compile(
    r"(?:read (?:more|the (?:full )?(?:story|article|press release)|on|full (?:story|article))|more|learn more|"
    r"see more|view(?: more| article| details)?|continue(?: reading)?|details|full story|"
    r"(?:lire|en lire|en savoir|voir|découvrir)(?: la suite| plus| l['’]article| davantage| l['’]actualité|"
    r" le communiqué)?|suite|plus d['’]infos?|détails|la suite|leer más|ver más|saiba mais|ler mais|weiterlesen|"
    r"leggi tutto|"
    r"(?:اقر[أا]|قراءة|اقرئي)(?: ال?مزيد| المقال(?: كاملا)?| التفاصيل)?|المزيد(?: من التفاصيل)?|التفاصيل|"
    r"تابع القراءة|للمزيد|شاهد المزيد)\s*(?:\.\.\.|…|[›»→>+←«])?"
)
# "Read more about The title", as screen readers are told.
READ_MORE_ABOUT: Final = re.compile(
    r"(?:read more|learn more|lire la suite|en savoir plus|leer más|اقر[أا] المزيد|قراءة المزيد|المزيد)\s*(?:about|"
    r"à propos de|au sujet de|sur|de|sobre|on|حول|عن)?\s*[:«\"“]?\s+",
    re.IGNORECASE,
)
ELSEWHERE: Final = re.compile(
    r"(?:the )?most (?:read|viewed|popular|shared)\b|popular\b|trending\b|related\b|you (?:may|"
    r"might) (?:also )?like|see also\b|also read\b|in case you missed|read next|"
    r"(?:les )?(?:articles? )?(?:les )?plus (?:lus?|populaires|consultés|partagés|vus)\b|à (?:lire|voir|"
    r"découvrir) (?:aussi|également)|lire aussi|voir aussi|sur le même (?:sujet|thème)|"
    r"(?:articles?|contenus?|actualités) (?:liée?s|similaires|connexes|associée?s|populaires)|en relation|populaires\b|"
    r"الأكثر (?:قراءة|مشاهدة|شعبية|تداولا)|(?:مقالات|أخبار|مواضيع|روابط)? ?(?:ذات صلة|ذات علاقة|متعلقة|مشابهة)|"
    r"اقر[أا] (?:أيضا|أيضًا|كذلك)|قد يهمك|lo más leído|relacionad[ao]s|mais lid[ao]s",
    re.IGNORECASE,
)
NO_RESULTS: Final = re.compile(
    r"\bno (?:results?|news|articles?|items?|posts?|content|entries|stories)\b(?: (?:were |was |is |are )?(?:found|"
    r"available|to (?:show|display)|yet|match))?|there (?:are|is) (?:currently )?no\b|nothing (?:was )?found|"
    r"\baucune? (?:résultats?|actualités?|articles?|contenus?|publications?|communiqués?|nouvelles?)\b|"
    r"pas (?:encore )?(?:de résultat|d['’]actualité|d['’]article)|"
    r"لا (?:توجد|يوجد|تتوفر) (?:أي )?(?:نتائج|أخبار|مقالات|محتوى|عناصر)|لم يتم العثور على (?:أي )?(?:نتائج|أخبار|"
    r"مقالات)|sin resultados|no hay (?:resultados|noticias)",
    re.IGNORECASE,
)
LANGUAGE_NAMES: Final = re.compile(
    r"ar|de|en|es|fr|it|nl|pt|ru|zh|english|anglais|fran[cç]ais|french|arabe|arabic|عربي|العربية|الفرنسية|"
    r"الإنجليزية|espa[nñ]ol|deutsch|italiano|portugu[eê]s|русский|中文"
)
SCOPES: Final = frozenset({"local", "global"})
KINDS: Final = frozenset(
    [
        *(
            "news",
            "news release",
            "news item",
            "press release",
            "press briefing note",
            "press briefing notes",
            "press note",
            "press briefing",
            "story",
            "stories",
            "statement",
            "statements",
        ),
        *(
            "article",
            "blog",
            "blog post",
            "interview",
            "feature",
            "feature story",
            "announcement",
            "event",
            "publication",
            "report",
            "speech",
            "op-ed",
            "update",
            "video",
            "joint statement",
        ),
        *(
            "actualité",
            "actualités",
            "communiqué",
            "communiqués",
            "communiqué de presse",
            "communiqué conjoint",
            "nouvelle",
            "nouvelles",
            "déclaration",
            "discours",
            "histoire",
            "témoignage",
        ),
        *(
            "événement",
            "évènement",
            "entretien",
            "reportage",
            "tribune",
            "rapport",
            "dépêche",
            "note d'information",
            "point de presse",
        ),
        *(
            "خبر",
            "أخبار",
            "الأخبار",
            "بيان",
            "بيان صحفي",
            "بيان صحافي",
            "بلاغ",
            "بلاغ صحفي",
            "قصة",
            "قصص",
            "مقال",
            "مقالة",
            "تصريح",
            "تقرير",
            "حدث",
            "فعالية",
            "مقابلة",
            "حوار",
            "بيان مشترك",
        ),
        *(
            "noticia",
            "noticias",
            "comunicado",
            "comunicado de prensa",
            "comunicato",
            "comunicato stampa",
            "historia",
            "declaración",
            "notícia",
            "pressemitteilung",
            "nachricht",
        ),
    ]
)
# Class or id words of what frames a page. Words of the first kind never hold a listing; a listing has been seen in the second kind.
FRAME: Final = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|menus|submenu|mega-?menu|footer|breadcrumbs?|related|most-?(?:read|"
    r"viewed|popular)|popular|trending|cookies?|social|share|sharing|pager|pagination|languages?-switcher)(?=$|[\s_-])"
)
SIDE: Final = re.compile(
    r"(?<!with-)(?<!with_)(?<!has-)(?<!has_)(?<!no-)(?<!no_)(?<!one-)(?<!two-)(?<!both-)(?:^|[\s_-])(?:sidebars?|"
    r"side-?bar|side-?col(?:umn)?|aside|widgets?|complementary)(?=$|[\s_-])"
)
