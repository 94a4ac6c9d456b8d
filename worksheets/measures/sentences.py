"""What is wrong with a questionnaire that was entered, in words for the therapist, with the line."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from worksheets.measures.reading_in import Fault

SENTENCES: Mapping[str, Promise] = {
    "no questions": gettext_lazy("There is no question yet. Questions stand under the heading “Questions:”."),
    "no bands": gettext_lazy("There is no band yet. Bands say what each total is called, under “Bands:”."),
    "no heading": gettext_lazy("Begin with one of the headings “Answers:”, “Questions:”, “Bands:” or “Safety:”."),
    "not in answers": gettext_lazy("This is not an answer. Write its points, “=” and its words, such as “0 = Never”."),
    "not in questions": gettext_lazy(
        "This is not a question. Write its number, a full stop and its words in one line, such as “1. First question”."
    ),
    "not in bands": gettext_lazy("This is not a band. Write two totals, “=” and a name, such as “0-4 = Low”."),
    "not in safety": gettext_lazy(
        "This is not a question about safety. Write its number and the points from which help is shown, "
        "such as “9 from 1”."
    ),
    "answer of no question": gettext_lazy("There is no question %(number)s above to which this answer could belong."),
    "points": gettext_lazy("An answer counts at most %(most)s points."),
    "long": gettext_lazy("This is longer than %(most)s characters."),
    "answer twice": gettext_lazy("The answer “%(label)s” stands twice."),
    "many answers": gettext_lazy("A question has at most %(most)s answers."),
    "number": gettext_lazy("The number is %(number)s where %(expected)s was expected. Is a question missing?"),
    "many questions": gettext_lazy("There can be at most %(most)s questions."),
    "many bands": gettext_lazy("There can be at most %(most)s bands."),
    "few answers": gettext_lazy("Question %(number)s needs two answers or more: its own, or those for all questions."),
    "backwards": gettext_lazy("The band runs backwards: it begins at %(low)s and ends at %(high)s."),
    "beyond": gettext_lazy(
        "The band runs from %(low)s to %(high)s, but totals run from %(lowest)s to %(highest)s. "
        "Is a question missing, or a number mistyped?"
    ),
    "empty": gettext_lazy("No answers add up to any total from %(low)s to %(high)s."),
    "overlap": gettext_lazy("The total %(total)s lies in this band and in that of line %(other)s."),
    "gap": gettext_lazy(
        "The totals from %(low)s to %(high)s lie in no band; totals run from %(lowest)s to %(highest)s."
    ),
    "no such question": gettext_lazy("There is no question %(number)s."),
    "twice": gettext_lazy("Question %(number)s stands here twice."),
    "never": gettext_lazy("No answer to question %(number)s counts %(points)s points: the highest counts %(highest)s."),
    "always": gettext_lazy(
        "Every answer to question %(number)s counts %(points)s points or more: help would be shown for each of them."
    ),
    "broken row": gettext_lazy("The row cannot be read. Is a quotation mark missing?"),
    "many cells": gettext_lazy("The row has more than %(most)s cells. Put words with a comma between quotation marks."),
    "unknown part": gettext_lazy("The first cell says “%(part)s”. It must be answer, question, band or safety."),
    "cell": gettext_lazy(
        "The cell “%(column)s” of this row (%(part)s) is empty or holds something else than it should."
    ),
    "cell too many": gettext_lazy("A row of this kind (%(part)s) has nothing in the cell “%(column)s”."),
}


def say(fault: Fault) -> str:
    """Return a fault as a sentence that begins with its line."""
    sentence = str(SENTENCES[fault.code]) % fault.facts
    return _("Line %(line)d: %(sentence)s") % {"line": fault.line, "sentence": sentence} if fault.line else sentence
