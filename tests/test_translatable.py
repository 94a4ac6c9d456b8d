"""Every word that people see goes through gettext, so that a second language needs no second template."""

import ast
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import get_resolver

ROOT = Path(settings.BASE_DIR)
ROOMS = ("accounts", "articles", "bookings", "practice", "worksheets")
TEMPLATES = sorted((ROOT / "templates").rglob("*.html")) + sorted((ROOT / "templates").rglob("*.txt"))
NAMES = {"SereinMind", "doctype", "html", "am", "pm", "colM"}  # colM: a class of the admin
VISIBLE = re.compile(r'\b(?:aria-label|alt|title|placeholder)="([^"]*)"')


def bare_words(template: str) -> list[str]:
    """Return the words of a template that no translation tag covers; markup, values and comments are left out."""
    text = re.sub(r"{#.*?#}|{% comment .*?{% endcomment %}|<!--.*?-->", " ", template, flags=re.S)
    text = re.sub(r"{% blocktranslate.*?{% endblocktranslate %}", " ", text, flags=re.S)
    text = re.sub(r"{% block bodyclass %}.*?{% endblock[^%]*%}", " ", text, flags=re.S)  # Django's own block
    text = re.sub(r"<(style|script)\b.*?</\1>", " ", text, flags=re.S)
    text = re.sub(r"{%.*?%}|{{.*?}}", " ", text, flags=re.S)
    spoken = " ".join(VISIBLE.findall(text))
    text = re.sub(r"<[^>]*>|&\w+;|https?://\S+", " ", text)
    return [word for word in re.findall(r"[A-Za-z]{2,}", f"{text} {spoken}") if word not in NAMES]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_template_has_words_of_its_own(path: Path) -> None:
    assert bare_words(path.read_text()) == []


def test_a_bare_word_is_noticed() -> None:
    """The control: in the text, and in an attribute that is read out."""
    assert bare_words("{% translate 'Hello' %} <b>there</b>") == ["there"]
    assert bare_words('<img alt="A lamp">') == ["lamp"]


def labels_without_gettext(source: str) -> list[str]:
    """Return the labels, help texts and names in a module that are plain strings."""
    shown = {"label", "help_text", "verbose_name", "verbose_name_plural", "description", "empty_label"}
    return [
        keyword.value.value
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg in shown and isinstance(keyword.value, ast.Constant) and isinstance(keyword.value.value, str)
    ]


@pytest.mark.parametrize("room", ROOMS)
def test_no_form_or_model_has_words_of_its_own(room: str) -> None:
    modules = [path for path in (ROOT / room).rglob("*.py") if "migrations" not in path.parts]
    found = {str(path.relative_to(ROOT)): labels_without_gettext(path.read_text()) for path in modules}
    assert {path: words for path, words in found.items() if words} == {}


def test_the_prefix_of_hindi_is_taken_by_nothing() -> None:
    routes = [str(pattern.pattern) for pattern in get_resolver().url_patterns]
    assert not [route for route in routes if route.startswith("hi")]
