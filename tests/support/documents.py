"""Values that documents are made of."""

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from securebase_cli.documents.blocks import Block, Heading

B = TypeVar("B", bound=Block)


def months_from(day: date, count: int) -> tuple[date, ...]:
    """Return the first days of `count` months, from the month of `day` on."""
    first = day.year * 12 + day.month - 1
    return tuple(date(month // 12, month % 12 + 1, 1) for month in range(first, first + count))


def blocks_of(kind: type[B], document: Sequence[Block]) -> list[B]:
    """Return the blocks of a kind."""
    return [block for block in document if isinstance(block, kind)]


def headings_of(document: Sequence[Block], level: int = 2) -> list[str]:
    """Return the texts of the headings of a level."""
    return [heading.text for heading in blocks_of(Heading, document) if heading.level == level]


def below(document: Sequence[Block], heading: str) -> list[Block]:
    """Return the blocks below a heading, up to the next one of its level or above."""
    index, level = next(
        (index, block.level)
        for index, block in enumerate(document)
        if isinstance(block, Heading) and block.text == heading
    )
    is_outside = (isinstance(block, Heading) and block.level <= level for block in document)
    end = next((i for i, outside in enumerate(is_outside) if outside and i > index), None)
    return list(document[index + 1 : end])
