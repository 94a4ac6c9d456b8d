"""Pictures within essays."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.pictures.addresses import KEY_LETTERS, address_of
from articles.pictures.markup import figure_html

ALT_LENGTH, CAPTION_LENGTH, LABEL_LENGTH = 300, 300, 80


class PictureManager(models.Manager["Picture"]):
    """Every query leaves the file where it is: it is read by itself, where somebody asks for it."""

    def get_queryset(self) -> models.QuerySet["Picture"]:
        """Return the pictures without their files."""
        return super().get_queryset().defer("master")


class Picture(models.Model):
    """A picture that essays may show, drawn anew from what was uploaded; its file is kept here and nowhere else.

    `key` is a digest of that file, `source` of the upload, which is not kept. The words are those last used.
    """

    key = models.CharField(max_length=KEY_LETTERS, unique=True, editable=False)
    source = models.CharField(max_length=64, db_index=True, editable=False)
    width = models.PositiveSmallIntegerField(_("width"), editable=False)
    height = models.PositiveSmallIntegerField(_("height"), editable=False)
    master = models.BinaryField(editable=False)
    label = models.CharField(_("name of its file"), max_length=LABEL_LENGTH, blank=True)
    alt = models.CharField(_("what it shows"), max_length=ALT_LENGTH, blank=True)
    caption = models.CharField(_("caption"), max_length=CAPTION_LENGTH, blank=True)
    uploaded_at = models.DateTimeField(_("uploaded"))

    objects = PictureManager()

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        return self.label or self.key[:8]

    def get_absolute_url(self) -> str:
        """Return the address of its page on the desk."""
        return reverse("admin:essay_picture", args=[self.key])

    @property
    def address(self) -> str:
        """By which a text names it."""
        return address_of(self.key, self.width, self.height)

    def body_html(self, alt: str, caption: str = "") -> str:
        """Return its figure as a text keeps it; `alt` and `caption` are plain text."""
        from articles.sanitising import clean_html

        return clean_html(figure_html(address=self.address, alt=alt, caption=caption))
