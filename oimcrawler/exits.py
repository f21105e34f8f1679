"""How a command ends: the exit codes of the contract, and the one error that carries them to the command line."""

from typing import Final

DONE: Final = 0
INTERNAL: Final = 1
USAGE: Final = 2
LAYOUT: Final = 10
REFUSED: Final = 11
PARTIAL: Final = 12
BUSY: Final = 13
UNREACHABLE: Final = 14
DAMAGED: Final = 15

NAMES: Final = {
    DONE: "done",
    INTERNAL: "internal failure",
    USAGE: "wrong usage or configuration",
    LAYOUT: "the site's layout broke",
    REFUSED: "refused by the site",
    PARTIAL: "partial",
    BUSY: "another run holds the archive",
    UNREACHABLE: "site unreachable",
    DAMAGED: "archive damaged",
}


class Problem(Exception):
    """Something a person has to know: one line that says what, where and what to do, and the exit code that goes with it.

    >>> problem = Problem(USAGE, "no such profile: oim-atlantis; 'oimcrawler sites' lists the known ones")
    >>> problem.code, str(problem).partition(";")[0]
    (2, 'no such profile: oim-atlantis')
    """

    def __init__(self, code: int, line: str) -> None:
        super().__init__(" ".join(line.split()))
        self.code = code
