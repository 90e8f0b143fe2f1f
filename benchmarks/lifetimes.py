"""Make a journal of any number of invented entries, spread over twenty years.

    python benchmarks/lifetimes.py FOLDER ENTRIES

The same number always gives the same journal. An entry has about 3 KB. The word `RARE` is in
seven entries, whatever their number, and `COMMON` in nearly all. Apostrophes and dashes are ASCII,
as typed in a terminal, except in every fourth entry, which has those of a word processor.
"""

from __future__ import annotations

import argparse
import random
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from securebase_cli.entry_format.entry import write_entry
from securebase_cli.instrument.content import read_content
from securebase_cli.model import Action, Answer, Entry, Scaling, entry_title
from securebase_cli.storage.journal import Journal
from securebase_cli.storage.names import entry_file_name

if TYPE_CHECKING:
    from securebase_cli.model import Domain

START = datetime(2006, 11, 27, 8, 30, tzinfo=UTC)
YEARS = 20

RARE = "kingfisher"
COMMON = "team"
_RARE_ENTRIES = 7

_SENTENCES = (
    "We had twenty minutes before the duty day began, and it showed who is used to asking.",
    "Two of them still come to me and not to each other; I had not noticed how often.",
    "In the team meeting nobody spoke first, so I waited, and in the end the quietest one did.",
    "I said that I would be late on Thursdays, and who is there instead. That helped a lot.",
    "After the visit she needed somebody to sit with her, and R. did, without being asked.",
    "It's easier to be calm about this in supervision than at half past five with the phone going.",
    "The new rota puts the least experienced together; that is mine to change.",
    "I praised the report and forgot the person. Next time the other way round.",
    "What I took for resistance was tiredness, and I should have named it.",
    "We talked about who gets the hard cases, and whose accent the court takes seriously.",
    "Nobody had told the agency worker where we keep the list; she had been new enough to ask.",
    "One of them wrote afterwards that it was the first time he had heard me say I don't know.",
    "There is a place round the corner where three of the team go on Fridays; two never do.",
    "I asked directly, as I said I would, and got a shrug, and then ten minutes later an answer.",
    "The away day is in five weeks - time enough to ask them what they want from it.",
)
# One entry in twenty has a word with an accent.
_WITH_ACCENTS = "At the café I was naïve enough to say that I had no protégée."
_TYPOGRAPHIC = str.maketrans("'-", "’–")
_PASTED_SHARE = 0.25
_TAGS = ("away-day", "duty", "supervision", "induction", "court")
_ACTIONS = (
    "Ask again in a month",
    "Pair the newer two with a buddy for duty days",
    "Begin the team meeting with what went well",
    "Tell the team when I can’t be reached, and who can",
)
_BASES = ("impression", "observed", "asked-the-team")


def write_journal(folder: Path, count: int) -> None:
    """Write the journal to a folder. Its files are not synced, which makes it faster."""
    rng = random.Random(count)
    content = read_content()
    Journal(folder).prepare()
    step = timedelta(days=365 * YEARS) / count
    rare = frozenset(rng.sample(range(count), min(_RARE_ENTRIES, count)))
    for number in range(count):
        moment = (START + number * step).replace(microsecond=0)
        entry = _make_entry(rng, rng.choice(content.domains), moment, number, rare=number in rare)
        path = folder / entry_file_name(entry)
        path.write_text(write_entry(entry), "utf-8")
        path.chmod(0o600)


def _make_entry(
    rng: random.Random, domain: Domain, moment: datetime, number: int, *, rare: bool
) -> Entry:
    asked = rng.sample(domain.questions, min(4, len(domain.questions)))
    pasted = rng.random() < _PASTED_SHARE
    answers = tuple(
        Answer(question.id, question.text, _make_text(rng, pasted=pasted))
        for question in domain.questions
        if question in asked
    )
    if rare:
        answers = (answers[0]._replace(text=f"{answers[0].text} A {RARE}!"), *answers[1:])
    return Entry(
        id=_entry_id(number),
        moment=moment,
        domain=domain.id,
        title=entry_title(domain.title, moment),
        tags=tuple(rng.sample(_TAGS, rng.choice((0, 0, 0, 1, 2)))),
        answers=answers,
        skipped=tuple(q.id for q in domain.questions if q not in asked and rng.random() < 0.3),
        actions=(_make_action(rng, moment.date()),) if rng.random() < 0.4 else (),
        scaling=Scaling(rng.randint(2, 9), rng.choice(_BASES)) if rng.random() < 0.3 else None,
    )


def _make_action(rng: random.Random, day: date) -> Action:
    text, due = rng.choice(_ACTIONS), day + timedelta(weeks=rng.randint(1, 8))
    if rng.random() < 0.02:
        return Action(text, due=due)
    state = "tried" if rng.random() < 0.7 else "dropped"
    return Action(text, state, due, due + timedelta(days=1), "It took two goes.")


def _make_text(rng: random.Random, *, pasted: bool) -> str:
    paragraphs = [" ".join(rng.sample(_SENTENCES, 4)) for _ in range(2)]
    if rng.random() < 0.05 / 4:
        paragraphs.append(_WITH_ACCENTS)
    text = "\n\n".join(paragraphs)
    return text.translate(_TYPOGRAPHIC) if pasted else text


def _entry_id(number: int) -> str:
    letters = "abcdefghijklmnopqrstuvwxyz234567"
    # Spread like random ids: those of neighbouring entries have nothing in common.
    spread = (number * 611_953 + 12_345) % (1 << 20)
    return "".join(letters[spread >> shift & 31] for shift in (15, 10, 5, 0))


def main() -> None:
    """Write the journal that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("entries", type=int)
    arguments = parser.parse_args()
    write_journal(arguments.folder, arguments.entries)


if __name__ == "__main__":
    main()
