"""Text that stands between the entries of a listing, shared out among them: in flat or badly nested listings an entry is no element of its own."""

from collections.abc import Sequence

from oimcrawler.dates import Order
from oimcrawler.discovery.cards import Token
from oimcrawler.discovery.links import Run
from oimcrawler.discovery.words import KINDS, SCOPES


def share_gaps(tokens: Sequence[Token], runs: Sequence[Run], order: Order | None) -> None:
    """Give the text that stands between entries to the one it belongs to (`run.extra`): in flat or badly nested listings an entry
    is no element of its own.

    What the text before the first entry and the text between two entries end with alike stands before its title; the rest stands after it.
    """
    if not runs:
        return
    gaps = _gaps(tokens, runs)
    before, between, after = gaps[0], gaps[1:-1], gaps[-1]
    signs = [[token.looks(order) for token in gap] for gap in between]
    first = [token.looks(order) for token in before]
    last = [token.looks(order) for token in after]
    filled = [gap for gap in signs if gap]
    if not filled:
        # Entries that are whole; but a date over several of them stands between or before them.
        leading = 1 if before and before[-1].date(order) and before[-1].heading else 0
        if len(runs) == 1:
            # One entry alone: what is a date or a kind right before its title is its own.
            while (
                leading < len(before)
                and not before[-1 - leading].heading
                and (before[-1 - leading].date(order) or _is_label(before[-1 - leading].text))
            ):
                leading += 1
    else:
        leading = _common(filled, first[::-1], reverse=True)
        trailing = _common(filled, last, reverse=False)
        usual = sorted(map(len, filled))[len(filled) // 2]
        if leading + trailing > usual:
            leading = max(usual - trailing, 0)
    _share(runs, [before, *between, after], first, leading, order)


def _is_label(text: str) -> bool:
    return text.lower() in KINDS or text.lower() in SCOPES


def _gaps(tokens: Sequence[Token], runs: Sequence[Run]) -> list[list[Token]]:
    place = {id(run): index for index, run in enumerate(runs)}
    gaps: list[list[Token]] = [[] for _ in range(len(runs) + 1)]
    current = 0
    for token in tokens:
        if token.run is None:
            gaps[current].append(token)
        elif (index := place.get(id(token.run))) is not None:
            if index + 1 <= current:
                runs[index].extra += gaps[current]  # the same entry goes on: what stands between its parts is its own
                gaps[current] = []
            current = max(current, index + 1)
    gaps[0] = gaps[0][-6:]
    gaps[-1] = gaps[-1][: max((len(gap) for gap in gaps[1:-1]), default=6)]
    return gaps


def _common(gaps: list[list[tuple[str, str, bool]]], edge: list[tuple[str, str, bool]], *, reverse: bool) -> int:
    """The number of signs, counted from the entry, that the edge shares with most of the gaps."""
    count = 0
    for sign in edge:
        alike = sum(1 for gap in gaps if len(gap) > count and (gap[-1 - count] if reverse else gap[count]) == sign)
        if alike * 5 < len(gaps) * 3:
            break
        count += 1
    return count


def _share(
    runs: Sequence[Run], gaps: list[list[Token]], first: list[tuple[str, str, bool]], leading: int, order: Order | None
) -> None:
    wanted = first[len(first) - leading :] if leading else []
    carried: list[Token] = []
    for index, gap in enumerate(gaps):
        head = 0
        while head < min(leading, len(gap)) and gap[-1 - head].looks(order) == wanted[-1 - head]:
            head += 1
        split = len(gap) - head
        if index > 0:
            runs[index - 1].extra += gap[:split]
        if index < len(runs):
            own = gap[split:]
            if own:
                carried = [token for token in own if token.heading and token.date(order)]
            runs[index].extra += own or carried
