"""Finding essays by their words: in the title before the summary before the text, and newest first.

`find_essays` is all that a page needs. Both databases answer it alike: the words are made here (words.py, stemming.py,
analysis.py), and SQLite's FTS5 and PostgreSQL's full text only store and match them (sqlite.py, postgres.py).
"""

from articles.searching.finding import Found, find_essays
from articles.searching.looking import HITS_A_PAGE, MOST_HITS, Hit

__all__ = ["HITS_A_PAGE", "MOST_HITS", "Found", "Hit", "find_essays"]
