"""Everything on a page that is not the article: the words of menus, labels, share bars, forms and footers in three languages."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the mega menu: its name, the name as it is printed over the sentence, the sentence, and its sub-menus."""

    name: str
    heading: str
    sentence: str
    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Menu:
    """The mega menu at one time: two sections and the leaves under them."""

    sections: tuple[Section, ...]
    leaves: tuple[str, ...]

    def lines(self) -> tuple[str, ...]:
        """The menu as text extractors see it: a lone dash, a name, the name fused to its sentence, every sub-menu twice, leaves with a dash."""
        lines: list[str] = []
        for section in self.sections:
            lines += ["-", section.name, section.heading + section.sentence]
            lines += [entry for entry in section.entries for _ in range(2)]
        return (*lines, *(f"- {leaf}" for leaf in self.leaves))


@dataclass(frozen=True, slots=True)
class Furniture:
    """The words of one interface language. `about` and `work` are the menu's sentences; `{states}` stands for the number of member states."""

    site: str
    about: str
    sections: tuple[Section, ...]
    leaves: tuple[str, ...]
    extra_leaves: tuple[str, ...]
    skip: str
    home: str
    news: str
    search: str
    languages: str
    published: str
    share: tuple[str, ...]
    related: str
    read_more: str
    views: str
    newsletter: tuple[str, ...]
    cookies: tuple[str, ...]
    footer: tuple[str, ...]
    pager: tuple[str, str]
    not_found: tuple[str, str]
    months: tuple[str, ...]


LANGUAGE_NAMES = {"fr": "Français", "en": "English", "ar": "العربية"}

_FRENCH_ABOUT = (
    "L'agence des Nations Unies pour les migrations œuvre depuis 1951, avec ses {states} Etats membres et des bureaux dans plus de 100 pays, "
    "pour que chacun puisse se déplacer en sécurité et dans la dignité. Son équipe travaille au Maroc depuis 2007."
)
_ENGLISH_ABOUT = (
    "As the United Nations agency for migration, with {states} member states and offices in over 100 countries, we have worked since 1951 "
    "so that everybody may move in safety and dignity. Our team has been in Morocco since 2007."
)
_ARABIC_ABOUT = (
    "تعمل وكالة الأمم المتحدة للهجرة منذ سنة 1951، بدولها الأعضاء البالغ عددها {states} دولة ومكاتبها في أكثر من 100 بلد، "
    "من أجل تنقل آمن وكريم للجميع. ويعمل فريقها بالمغرب منذ سنة 2007."
)

FURNITURE = {
    "fr": Furniture(
        site="OIM Maroc",
        about=_FRENCH_ABOUT,
        sections=(
            Section("Qui sommes nous", "Qui sommes nous", _FRENCH_ABOUT, ("À propos", "OIM dans le monde")),
            Section(
                "Notre Travail",
                "Notre travail",
                "Parce que la mobilité touche à la fois l'aide humanitaire et le développement durable, la mission appuie la réalisation du Programme 2030 "
                "autour de trois axes : la protection et la résilience, la gouvernance des migrations, l’accompagnement de la jeunesse.",
                ("Ce que nous faisons", "Priorités transversales"),
            ),
        ),
        leaves=("Données et ressources", "Agir", "2030 Agenda"),
        extra_leaves=("Structure", "Carrières", "Appels d'offres", "Espace presse", "Nos bureaux", "Publications"),
        skip="Aller au contenu principal",
        home="Accueil",
        news="Actualités",
        search="Rechercher",
        languages="Langues du site",
        published="Publié le",
        share=("Partager cette page", "Facebook", "X", "LinkedIn", "WhatsApp", "Imprimer"),
        related="À lire également",
        read_more="Lire la suite",
        views="Vues :",
        newsletter=(
            "Lettre d'information",
            "Recevez nos nouvelles chaque mois dans votre boîte.",
            "Adresse électronique",
            "S'abonner",
        ),
        cookies=("Ce site utilise des cookies pour mesurer sa fréquentation.", "Accepter", "Refuser"),
        footer=(
            "Restez informés",
            "Mission au Maroc, 11 rue des Cyprès, Rabat",
            "Mentions légales",
            "Plan du site",
            "© Organisation des migrations, tous droits réservés",
        ),
        pager=("Page précédente", "Page suivante"),
        not_found=("Page non trouvée", "La page demandée n'a pas pu être trouvée."),
        months=(
            "janvier",
            "février",
            "mars",
            "avril",
            "mai",
            "juin",
            "juillet",
            "août",
            "septembre",
            "octobre",
            "novembre",
            "décembre",
        ),
    ),
    "en": Furniture(
        site="IOM Morocco",
        about=_ENGLISH_ABOUT,
        sections=(
            Section("Who we are", "Who we are", _ENGLISH_ABOUT, ("About", "IOM Global")),
            Section(
                "Our Work",
                "Our work",
                "Since mobility concerns humanitarian aid as much as sustainable development, the mission supports the 2030 Agenda along three lines: "
                "protection and resilience, the governance of migration, and a future for young people.",
                ("What we do", "Cross-cutting priorities"),
            ),
        ),
        leaves=("Data and Resources", "Take Action", "2030 Agenda"),
        extra_leaves=("Structure", "Careers", "Procurement", "Press room", "Our offices", "Publications"),
        skip="Skip to main content",
        home="Home",
        news="News",
        search="Search",
        languages="Site languages",
        published="Published on",
        share=("Share this page", "Facebook", "X", "LinkedIn", "WhatsApp", "Print"),
        related="Related news",
        read_more="Read more",
        views="Views:",
        newsletter=("Newsletter", "Receive our news in your inbox every month.", "E-mail address", "Subscribe"),
        cookies=("This site uses cookies to count its visitors.", "Accept", "Decline"),
        footer=(
            "Stay informed",
            "Mission in Morocco, 11 Cypress Street, Rabat",
            "Legal notice",
            "Site map",
            "© Organization for Migration, all rights reserved",
        ),
        pager=("Previous page", "Next page"),
        not_found=("Page not found", "The requested page could not be found."),
        months=(
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ),
    ),
    "ar": Furniture(
        site="المنظمة الدولية للهجرة بالمغرب",
        about=_ARABIC_ABOUT,
        sections=(
            Section("من نحن", "من نحن", _ARABIC_ABOUT, ("حول المنظمة", "المنظمة عبر العالم")),
            Section(
                "عملنا",
                "عملنا",
                "لأن التنقل يهم العمل الإنساني كما يهم التنمية المستدامة، تدعم البعثة تحقيق خطة عام 2030 من خلال ثلاثة محاور: "
                "الحماية والقدرة على الصمود، وحكامة الهجرة، ومواكبة الشباب.",
                ("ما نقوم به", "الأولويات المشتركة"),
            ),
        ),
        leaves=("معطيات وموارد", "بادر", "2030 Agenda"),
        extra_leaves=("الهيكلة", "فرص العمل", "طلبات العروض", "فضاء الصحافة", "مكاتبنا", "منشورات"),
        skip="الانتقال إلى المحتوى الرئيسي",
        home="الرئيسية",
        news="الأخبار",
        search="بحث",
        languages="لغات الموقع",
        published="نشر بتاريخ",
        share=("شارك هذه الصفحة", "فيسبوك", "إكس", "لينكدإن", "واتساب", "طباعة"),
        related="اقرأ أيضا",
        read_more="اقرأ المزيد",
        views="عدد المشاهدات:",
        newsletter=("النشرة الإخبارية", "توصلوا بأخبارنا كل شهر في بريدكم.", "البريد الإلكتروني", "اشتراك"),
        cookies=("يستعمل هذا الموقع ملفات تعريف الارتباط لقياس عدد زواره.", "قبول", "رفض"),
        footer=(
            "ابقوا على اطلاع",
            "البعثة بالمغرب، 11 زنقة السرو، الرباط",
            "إشعار قانوني",
            "خريطة الموقع",
            "© منظمة الهجرة، جميع الحقوق محفوظة",
        ),
        pager=("الصفحة السابقة", "الصفحة التالية"),
        not_found=("الصفحة غير موجودة", "تعذر العثور على الصفحة المطلوبة."),
        months=(
            "يناير",
            "فبراير",
            "مارس",
            "أبريل",
            "ماي",
            "يونيو",
            "يوليوز",
            "غشت",
            "شتنبر",
            "أكتوبر",
            "نونبر",
            "دجنبر",
        ),
    ),
}


def menu(lang: str, edition: int) -> Menu:
    """The menu of an interface language in its n-th edition: each edition counts one member state more, adds a leaf (while there are some)
    and turns the order of sub-menus and leaves; `2030 Agenda` always stays last.

    >>> menu("fr", 0).lines()[-3:], len(menu("fr", 0).lines())
    (('- Données et ressources', '- Agir', '- 2030 Agenda'), 17)
    """
    words = FURNITURE[lang]
    sections = tuple(
        Section(part.name, part.heading, part.sentence.format(states=174 + edition), _turned(part.entries, edition))
        for part in words.sections
    )
    *leaves, last = words.leaves
    leaves = list(_turned((*leaves, *words.extra_leaves[:edition]), edition))
    return Menu(sections, (*leaves, last))


def _turned(words: tuple[str, ...], by: int) -> tuple[str, ...]:
    shift = by % len(words)
    return words[shift:] + words[:shift]
