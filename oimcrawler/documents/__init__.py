"""Text documents: the flat text of pages that somebody extracted, with their navigation above and sometimes a footer below. Pure, no files, no network.

>>> menus = learn_menus([("a", "Accueil\\nPays\\nPays\\n- Agir\\nUn titre\\nUn texte."), ("b", "Accueil\\nPays\\nPays\\n- Agir\\nUn autre\\nUne suite.")])
>>> clean_document("Accueil\\nPays\\nPays\\n- Agir\\nTroisième titre\\nEncore un texte.", menus).title
'Troisième titre'
"""

from oimcrawler.documents.cleaning import CleanText, clean_document
from oimcrawler.documents.decoding import decode_document, is_text
from oimcrawler.documents.learning import learn_menus
from oimcrawler.documents.menus import Menus

__all__ = ["CleanText", "Menus", "clean_document", "decode_document", "is_text", "learn_menus"]
