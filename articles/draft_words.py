"""What was typed into the form of an essay, beside what the essay says."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.base_user import AbstractBaseUser
from django.forms.widgets import MultiWidget
from django.http import HttpRequest, QueryDict
from django.utils.text import Truncator, slugify
from django.utils.translation import gettext as _

from articles.desk_differences import ShownStretch, shown_text
from articles.differences import Change, compare, compare_words
from articles.drafts import sent_again, unsaved_drafts
from articles.models import Essay, EssayDraft
from articles.reading import plain_text
from articles.rendering import prepare, stored_html
from articles.slugs import FALLBACK, LONGEST
from practice.times import say_here

BODY = "body"
FIRST_WORDS = 8


@dataclass(frozen=True, slots=True)
class Difference:
    """One field in which what was typed is not what stands there: the words of a line, or a text by its paragraphs."""

    name: str
    label: str
    line: Change | None = None
    text: list[ShownStretch] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Unsaved:
    """A draft as a page tells of it: whose words, from when."""

    draft: EssayDraft
    title: str
    when: str


def form_of(request: HttpRequest, essay: Essay | None, sent: QueryDict) -> Any:
    """Return the desk's own form of an essay with what was sent in it."""
    kind = admin.site.get_model_admin(Essay).get_form(request, essay, change=essay is not None)
    return kind(sent, instance=essay or Essay())


def essay_as_typed(form: Any) -> Essay:
    """Return the essay of a form, its text prepared as it would be stored. What a field refuses is as it was before.

    It may lack what only saving asks for: it has a title and an address all the same. It is not to be saved.
    """
    form.is_valid()
    essay: Essay = form.instance
    essay.title = essay.title or _("Without a title yet")
    essay.slug = essay.slug or slugify(essay.title)[:LONGEST].strip("-_") or FALLBACK
    prepare(essay)
    return essay


def initial_of(form: forms.BaseForm, words: dict[str, list[str]]) -> dict[str, Any]:
    """Return what each field of a fresh form shows so that it stands as it was typed."""
    sent = sent_again(words)
    return {
        name: asked.widget.value_from_datadict(sent, {}, form.add_prefix(name))
        for name, asked in form.fields.items()
        if not asked.disabled
    }


def changed_fields(form: Any) -> list[str]:
    """Return the fields in which what was typed says something else than what stands there."""
    typed = form.data.get(BODY, "").replace("\r\n", "\n")
    is_same_text = stored_html(typed) == form.initial.get(BODY, "") if BODY in form.changed_data else False
    return [name for name in form.changed_data if not (name == BODY and is_same_text)]


def differences(form: Any) -> list[Difference]:
    """Return what differs, field by field in the order of the form."""
    changed = changed_fields(form)
    return [difference(form, name) for name in form.fields if name in changed]


def difference(form: Any, name: str) -> Difference:
    """Return what differs in one field; a text is compared as it would be stored."""
    asked, stands = form.fields[name], form.initial.get(name)
    typed = asked.widget.value_from_datadict(form.data, {}, form.add_prefix(name))
    if name == BODY:
        return Difference(name, str(asked.label), text=shown_text(compare(stands or "", stored_html(typed or ""))))
    return Difference(name, str(asked.label), compare_words(shown(asked, stands), shown(asked, typed)))


def shown(asked: forms.Field, value: Any) -> str:
    """Return a value as a line or a text shows it."""
    if isinstance(asked, forms.BooleanField):
        return _("yes") if value else _("no")
    if isinstance(asked.widget, MultiWidget):
        parts = value if isinstance(value, list | tuple) else asked.widget.decompress(value) or []
        return " ".join(str(part) for part in parts if part is not None)
    if getattr(asked, "choices", None) is not None:
        typed = {str(key): words for key, words in asked.choices}  # type: ignore[attr-defined]
        return str(typed.get(str(value or ""), value or ""))
    return str(value or "")


def unsaved_of(request: HttpRequest, essay: Essay | None) -> Iterator[Unsaved]:
    """Give what the author wrote and did not save, newest first, where it says something else than the essay."""
    assert isinstance(request.user, AbstractBaseUser)
    for draft in unsaved_drafts(request.user, essay):
        form = form_of(request, essay, sent_again(draft.words))
        if changed_fields(form):
            yield tell(draft)


def tell(draft: EssayDraft) -> Unsaved:
    """Return what a page says of a draft; one that has no title yet is called by its first words."""
    title, body = (next(iter(draft.words.get(name, [])), "") for name in ("title", BODY))
    begins = Truncator(plain_text(body)).words(FIRST_WORDS)
    return Unsaved(draft, title.strip() or begins or _("Without a title yet"), say_here(draft.saved_at))
