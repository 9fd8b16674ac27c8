"""A `datetime` that is told the time, so that a run signs the same bytes, and meets the same exceptions, every time."""

from datetime import datetime


class Told(datetime):
    moment = 0

    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(cls.moment, tz)
