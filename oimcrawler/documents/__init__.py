"""Text documents: the flat text of pages that somebody extracted, with their navigation above and sometimes a footer below. Pure, no files,
no network.

>>> known = ("Pays\\nPays\\n- Presse\\n- Agir\\nUn titre\\nUn texte.", "Pays\\nPays\\n- Presse\\n- Agir\\nUn autre\\nUne suite.")
>>> menus = learn_menus([("a.txt", known[0]), ("b.txt", known[1])])
>>> clean_document("Pays\\nPays\\n- Presse\\n- Agir\\nTroisième titre\\nEncore un texte.", menus).title
'Troisième titre'
"""

from oimcrawler.documents.cleaning import CleanText, clean_document
from oimcrawler.documents.decoding import decode_document, is_text
from oimcrawler.documents.learning import learn_menus
from oimcrawler.documents.menus import Menus

__all__ = ["CleanText", "Menus", "clean_document", "decode_document", "is_text", "learn_menus"]
