"""What the doctor does: a handful of polite requests, and what every reader makes of the answers."""

from oimcrawler.cli.examination.client import Client
from oimcrawler.cli.examination.examining import Examination, examine, profile_for

__all__ = ["Client", "Examination", "examine", "profile_for"]
