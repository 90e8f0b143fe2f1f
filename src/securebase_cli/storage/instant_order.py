"""Put entries in the order of their instants while files are read in the order of their names.

A name has the local time of its entry without the offset, so an entry can be more than a day away
from where its name stands. Therefore each entry waits until none that is still to be read can come
before it: mostly a few files are read ahead, however large the journal is.
"""

import heapq
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Generic, TypeVar

from securebase_cli.storage import files
from securebase_cli.storage.names import EntryName

T = TypeVar("T")

# Local time is at most this much later or earlier than UTC.
_MAX_OFFSET = timedelta(hours=14)
_MIN_OFFSET = timedelta(hours=-12)
# Where a hand edit has made the name and the front matter differ by more, the entry stands where
# its name stands: to find its place by the front matter, every file would have to be read.
_MAX_DIFFERENCE = timedelta(days=1)
_HOUR = timedelta(hours=1)
_HOUR_LENGTH = len("2026-11-23T14")


class InstantOrder(Generic[T]):
    """The entries that wait for their turn.

    Of entries of one second, the one whose file was written later is the later.
    """

    def __init__(self, *, oldest_first: bool) -> None:
        self._oldest_first = oldest_first
        # Each entry with its place, its file, and the hour from which on names stand behind it.
        self._waiting: list[tuple[float, str, str, T]] = []

    def add(self, path: str, name: EntryName, moment: datetime, item: T) -> None:
        """Let an entry wait for its turn; `path` is that of its file."""
        in_name = name.local_time
        if in_name and abs(moment.replace(tzinfo=None) - in_name) > _MAX_DIFFERENCE:
            moment = in_name.replace(tzinfo=UTC)
        seconds = moment.timestamp()
        place = seconds if self._oldest_first else -seconds
        heapq.heappush(self._waiting, (place, path, self._border(moment), item))

    def take_before(self, file_name: str) -> Iterator[T]:
        """Yield the entries whose turn has come when the file with this name is read next."""
        while self._waiting and self._is_behind(file_name, self._waiting[0][2]):
            yield from self._take_first()

    def take_rest(self) -> Iterator[T]:
        while self._waiting:
            yield from self._take_first()

    def _take_first(self) -> list[T]:
        """Return the first entry, with any others of the same second."""
        first = heapq.heappop(self._waiting)
        if not self._waiting or self._waiting[0][0] != first[0]:
            return [first[3]]
        same_second = [first]
        while self._waiting and self._waiting[0][0] == first[0]:
            same_second.append(heapq.heappop(self._waiting))
        same_second.sort(
            key=lambda waiting: (files.modified_at(waiting[1]), waiting[1]),
            reverse=not self._oldest_first,
        )
        return [waiting[3] for waiting in same_second]

    def _is_behind(self, file_name: str, border: str) -> bool:
        return file_name > border if self._oldest_first else file_name < border

    def _border(self, moment: datetime) -> str:
        """Return the beginning of a name, as in 2026-11-23-14, from which on no entry is earlier.

        With the newest first, none is later.
        """
        utc = moment.replace(tzinfo=None) - (moment.utcoffset() or timedelta())
        try:
            if self._oldest_first:
                border = utc + _MAX_OFFSET + _MAX_DIFFERENCE + _HOUR
            else:
                border = utc + _MIN_OFFSET - _MAX_DIFFERENCE
        except OverflowError:
            # The first or last days of the calendar: the entry waits for the end.
            return "~" if self._oldest_first else ""
        return border.isoformat()[:_HOUR_LENGTH].replace("T", "-")
