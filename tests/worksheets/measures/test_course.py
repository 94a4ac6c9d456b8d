"""Totals in a picture: over their whole range, apart as far as they are in time."""

from datetime import date

from tests.worksheets.measures.texts import TEXT
from worksheets.measures.course import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, Course, Total, course_of
from worksheets.measures.reading_in import read
from worksheets.measures.scoring import Questionnaire


def asked() -> Questionnaire:
    questionnaire = read(TEXT).questionnaire
    assert questionnaire
    return questionnaire


def course(*totals: tuple[int, int]) -> Course:
    """Return the course of totals on days of November."""
    questionnaire = asked()
    band = questionnaire.bands[0]
    return course_of(questionnaire, [Total(date(2026, 11, day), total, band) for day, total in totals])


def test_the_picture_has_the_whole_range_of_totals() -> None:
    made = course((1, 0), (2, 6))
    assert (made.lowest, made.highest) == (0, 6)
    assert [dot.y for dot in made.dots] == [HEIGHT - BOTTOM, TOP]


def test_a_change_of_one_point_is_a_sixth_of_the_picture_whatever_the_others_are() -> None:
    made = course((1, 2), (2, 3))
    assert round(made.dots[0].y - made.dots[1].y, 1) == round((HEIGHT - BOTTOM - TOP) / 6, 1)


def test_days_stand_apart_as_in_time_and_in_order() -> None:
    made = course((11, 1), (1, 0), (3, 2))
    assert [dot.total.day.day for dot in made.dots] == [1, 3, 11]
    first, second, third = (dot.x for dot in made.dots)
    assert abs((second - first) * 5 - (third - first)) < 1
    assert first > LEFT
    assert third < WIDTH - RIGHT


def test_one_total_stands_in_the_middle_and_two_of_one_day_above_each_other() -> None:
    middle = round(LEFT + 8 + (WIDTH - LEFT - RIGHT - 16) / 2, 1)
    assert [dot.x for dot in course((1, 1)).dots] == [middle]
    assert [dot.x for dot in course((1, 1), (1, 2)).dots] == [middle, middle]


def test_every_band_but_the_lowest_has_a_line_where_it_begins() -> None:
    made = course((1, 3))
    assert [(line.low, line.y) for line in made.lines] == [(3, made.dots[0].y)]


def test_without_a_total_there_is_nothing_to_draw() -> None:
    assert course().dots == ()
    assert course().path == ""


def test_the_line_goes_through_every_dot() -> None:
    made = course((1, 1), (8, 2))
    assert made.path == " ".join(f"{dot.x:g},{dot.y:g}" for dot in made.dots)
