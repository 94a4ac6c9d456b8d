"""What the search knows of the essays, worked out from their texts; only articles/searching writes it."""

from django.db import models

from articles.models.essays import Essay


class SearchText(models.Model):
    """An essay as the search reads it.

    What is matched stands beside it, in the way of the engine: columns of this table that only PostgreSQL has, a
    table of its own on SQLite (articles/searching/postgres.py and sqlite.py).
    """

    essay = models.OneToOneField(Essay, on_delete=models.CASCADE, primary_key=True, related_name="search_text")
    text = models.TextField()  # plain, its words parted by single spaces
    stems = models.TextField()  # for each of these words, in its place, what its forms have in common
    version = models.PositiveSmallIntegerField()  # of the rules by which it was made

    def __str__(self) -> str:
        return str(self.pk)


class Spelling(models.Model):
    """A word of an essay under one of the shapes by which a word that is nearly it finds it.

    The shapes are the word itself, the word without one of its letters, and its beginning.
    """

    pk = models.CompositePrimaryKey("shape", "word")
    shape = models.CharField(max_length=40)
    word = models.CharField(max_length=40)

    def __str__(self) -> str:
        return self.word
