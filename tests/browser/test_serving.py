"""The slow line on which the tests can be run sends what the site says, its beginning first."""

from tests.browser.serving import BEGINNING, in_two_parts


class Answer(list[bytes]):
    """What a server is given to send."""

    is_closed = False

    def close(self) -> None:
        """Note that all is sent."""
        self.is_closed = True


def test_an_answer_comes_in_two_parts_and_whole() -> None:
    answer = Answer([b"a" * BEGINNING, b"b", b"c"])
    parts = in_two_parts(answer, 0)
    assert next(parts) == b"a" * BEGINNING
    assert not answer.is_closed
    assert list(parts) == [b"bc"]
    assert answer.is_closed
