"""Articles as the replica keeps them: a text with its history, an address, and the truth about both."""

from dataclasses import dataclass, field
from datetime import datetime

from oimcrawler.replica.writing import Text
from oimcrawler.text import normal_line


@dataclass(frozen=True, slots=True)
class Truth:
    """What a reader should find in an article's page: the standard against which crawls are measured.

    `lang` is the body's language and `url_lang` that of the address; `address_of` is the path of the article whose text this address repeats.
    """

    path: str
    lang: str
    url_lang: str
    title: str
    paragraphs: tuple[str, ...]
    published_on: str
    kind: str
    scope: str
    node: int
    caption: str
    address_of: str | None
    live: bool


@dataclass(slots=True)
class Story:
    """A text with all it ever said, shared by an article and its twins."""

    n: int
    texts: list[Text]
    changed: datetime

    @property
    def text(self) -> Text:
        """What it says now."""
        return self.texts[-1]


@dataclass(slots=True)
class Post:
    """An article at an address."""

    node: int
    lang: str
    path: str
    story: Story
    published: datetime
    status: int = 200
    twin_of: "Post | None" = None
    related: list["Post"] = field(default_factory=list)


def prefix(lang: str) -> str:
    """The path of a language's listing: the default language, English, has no prefix."""
    return "/news" if lang == "en" else f"/{lang}/news"


def truth_of(post: Post) -> Truth:
    """What the post says now."""
    text = post.story.text
    return Truth(
        path=post.path,
        lang=text.lang,
        url_lang=post.lang,
        title=normal_line(text.title),
        paragraphs=text.paragraphs,
        published_on=post.published.date().isoformat(),
        kind=text.kind,
        scope=text.scope,
        node=post.node,
        caption=normal_line(text.caption),
        address_of=post.twin_of.path if post.twin_of else None,
        live=post.status == 200,
    )
