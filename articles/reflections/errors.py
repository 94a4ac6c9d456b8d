"""Why a reflection was not taken."""


class ReflectionError(Exception):
    """A reflection was not stored."""


class ClosedError(ReflectionError):
    """Reflections are closed, on the whole site or under this essay."""


class FullError(ReflectionError):
    """So many wait to be read that no more are taken."""


class OtherWordsError(ReflectionError):
    """The key of a reflection that was stored came with other words."""


class OtherReplyError(Exception):
    """A reply stands there already, with other words."""
