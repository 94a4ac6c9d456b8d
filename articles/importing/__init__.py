"""Reading essays from the files people have: Word, web pages, Markdown and plain text. Needs no database."""

from articles.importing.essay import EssayFileError, ImportedEssay, Note, render_report
from articles.importing.files import read_essay

__all__ = ["EssayFileError", "ImportedEssay", "Note", "read_essay", "render_report"]
