"""Search in French, English and Arabic: folded words for the index, what a person types as an FTS5 expression, snippets.

The full-text table is `fts5(title, body, folded, tokenize="unicode61 remove_diacritics 2 categories 'L* N* Co Mn'")`;
`fold_for_index` gives its third column.

>>> "مغرب" in fold_for_index("", "مرحبا بالمغرب").split()
True
>>> compile_query("l'œuvre").match
'("l\\'œuvre" OR "œuvre" OR "l oeuvre" OR "oeuvre" OR "loeuvre")'
"""

from typing import Final

from oimcrawler.searching.folding import fold_for_index, fold_word
from oimcrawler.searching.query import Query, compile_query
from oimcrawler.searching.snippets import parts, snippet

RANK: Final = "bm25(articles_fts, 8.0, 1.0, 0.5)"
"""The ORDER BY term: a word of the title weighs eight times a word of the body, a folded variant half of one; smallest first."""

TOKENIZER: Final = "unicode61 remove_diacritics 2 categories 'L* N* Co Mn'"
"""The tokenizer that the folding is made for: any SQLite has it, so that the archive is readable everywhere."""

__all__ = ["RANK", "TOKENIZER", "Query", "compile_query", "fold_for_index", "fold_word", "parts", "snippet"]
