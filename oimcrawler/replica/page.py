"""What a page shows, before any mark-up: plain values that the designs turn into HTML."""

from dataclasses import dataclass, field
from datetime import datetime

from oimcrawler.replica.furniture import FURNITURE, Furniture, Menu
from oimcrawler.replica.writing import Text

LANGUAGES = ("fr", "en", "ar")


@dataclass(frozen=True, slots=True)
class CardView:
    """One entry of a listing or of the related items."""

    path: str
    title: str
    published: datetime
    kind: str
    scope: str
    teaser: str
    image: str


@dataclass(frozen=True, slots=True)
class Noise:
    """Values that change at every rendering of a volatile site; empty on a quiet one."""

    view_id: str = ""
    token: str = ""
    views: str = ""
    nonce: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """What all pages of an interface language share at one moment."""

    lang: str
    menu: Menu
    origin: str
    banner: str | None
    noise: Noise
    weight_kb: int
    switch: dict[str, str]

    @property
    def words(self) -> Furniture:
        """The furniture's words in this language."""
        return FURNITURE[self.lang]

    @property
    def direction(self) -> str:
        """`rtl` for Arabic."""
        return "rtl" if self.lang == "ar" else "ltr"


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article's page: the text, and all that stands around it."""

    frame: Frame
    path: str
    canonical: str
    node: int
    text: Text
    published: datetime
    changed: datetime
    image: str
    alternates: dict[str, str] = field(default_factory=dict)
    related: tuple[CardView, ...] = ()


@dataclass(frozen=True, slots=True)
class ListingView:
    """One page of a listing; `newer` and `older` are the numbers of its neighbours, None at the ends."""

    frame: Frame
    path: str
    number: int
    cards: tuple[CardView, ...]
    newer: int | None
    older: int | None


@dataclass(frozen=True, slots=True)
class NoticeView:
    """A page that says one thing and is no article: not found, an error, a login form."""

    frame: Frame
    title: str
    message: str
