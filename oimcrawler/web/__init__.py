"""The archive as a web site for reading, on Datasette: pages of ours over the public tables, read-only, also while a crawl writes.

`pages` (and `article_pages`, `capture_pages`) answer questions with plain values, `plugin` shows them with the templates, `guard` decides what
is let in and which headers go out, `site` and `running` start it. Datasette is imported only here, with the extra `oimcrawler[web]`.
"""
