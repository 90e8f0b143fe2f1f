"""Make the pictures of the documentation: of the program in a terminal, and of its documents.

    python docs/make_pictures.py

Needs the development extra, on Linux or macOS; Chromium for the pages, and LibreOffice and pdftoppm
for the Word documents. A picture whose program is missing is left unchanged.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from base64 import b64encode
from datetime import datetime, timedelta
from itertools import groupby
from pathlib import Path

import pexpect
import pyte
from rich.console import Console
from rich.style import Style
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from securebase_cli.instrument.content import read_content
from securebase_cli.model import Action, Answer, Entry, Scaling, entry_title
from securebase_cli.storage.journal import Journal

# What drives a browser in the proofs does so here.
sys.path.append(str(Path(__file__).parents[1] / "proofs"))
from chromium import CHROMIUM, Chromium
from reflection_page import ReflectionPage

PICTURES = Path(__file__).parent / "images"
COLUMNS = 88
# The width and height of a phone.
PHONE = (390, 760)
FIRST_ANSWER = (
    "Most of them do. The two who joined in spring still ask me and not each other, "
    "and I notice that I like being asked."
)
SECOND_ANSWER = "We talked about it in Tuesday’s meeting: three said yes at once, two kept quiet."
TAKEAWAY = "Being asked feels good. It isn’t the same as being a team."
ACTION = "Pair the newer two with a buddy for duty days"
ENOUGH = "\x1bOS"  # F4
# For each domain, how many days ago it was reflected on.
DAYS_AGO = {
    "availability": (330, 287, 231, 170, 112, 60, 21),
    "sensitivity": (318, 240, 202, 131, 75, 40),
    "acceptance": (301, 216, 150, 93, 33),
    "team-membership": (262, 140, 12),
}
ANSWERS = (
    "Most of them do. The two who joined in spring still ask *me* and not each other.",
    "I asked in the team meeting: three said yes at once, two kept quiet. I will ask those alone.",
    "Less than I thought. In a week full of duty days I notice who is loud, and not who is tired.",
    "What helped:\n\n- a quarter of an hour before the day begins\n- somebody to ring at the end",
    "Yes, and I say so too seldom. When I did on Friday, the room changed.",
    "We talked about who gets the hard cases. It was the first time that anybody said it aloud.",
)
TAKEAWAYS = (
    "I am reachable, and less so on the days that matter.",
    "Praise takes a minute, and I wait for the right one.",
    "Ask first, then answer.",
)
NOTE = "Two came in before nine. It is quieter since."
# The Word documents whose first page is shown, and the arguments that make them.
DOCUMENTS = {
    "word": ("export", "--since", "6m"),
    "supervision": ("export", "--layout", "supervision"),
    "look-back": ("export", "--layout", "look-back", "--since", "1y"),
    "record": ("export", "--layout", "cpd", "--only", "last", "--no-input"),
    "worksheet": ("worksheet", "acceptance"),
    "cards": ("worksheet", "sensitivity", "--cards"),
}
# Dots an inch: the journal stands in the README, the others side by side in docs/documents.md.
RESOLUTIONS = {"word": 106}
DEFAULT_RESOLUTION = 64
ACTIONS = ("Ask directly in Tuesday’s meeting", "Begin the team meeting with what went well")

THEME = TerminalTheme(
    (253, 252, 249),
    (45, 45, 45),
    [(45, 45, 45), (170, 50, 50), (30, 110, 70), (150, 100, 0), (40, 80, 150), (130, 60, 130),
     (0, 110, 120), (110, 110, 110)],
    [(125, 125, 120), (190, 60, 60), (40, 130, 80), (170, 120, 0), (60, 100, 180), (150, 80, 150),
     (0, 130, 140), (20, 20, 20)],
)  # fmt: skip

# Like Rich's own template, but without its font from the network.
FRAME = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-family: Menlo, "DejaVu Sans Mono", Consolas, monospace;
  font-size: {char_height}px; line-height: {line_height}px; font-variant-east-asian: full-width; }}
.{unique_id}-title {{ font-size: 18px; font-weight: bold; font-family: sans-serif; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" />
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
<g class="{unique_id}-film">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</g>
</svg>
"""
# The measures of Rich's SVG: the bar with the title, and one line of text.
TITLE_BAR = 41
LINE = 24.4


class Terminal:
    """The program in a pseudo-terminal, with its screen."""

    def __init__(self, home: Path, rows: int, *arguments: str) -> None:
        self.title = " ".join(("securebase", *arguments))
        self.screen = pyte.Screen(COLUMNS, rows)
        self._stream = pyte.ByteStream(self.screen)
        # What `record` saw: the rows of the screen, and for how many seconds they are shown.
        self._frames: list[tuple[list[Text], float]] = []
        environment = {
            **os.environ,
            "HOME": str(home),
            "XDG_DATA_HOME": str(home / "data"),
            "XDG_CONFIG_HOME": str(home / "config"),
            "TERM": "xterm-256color",
            "PAGER": "cat",
        }
        self._program = pexpect.spawn(
            sys.executable,
            ["-m", "securebase_cli", *arguments],
            dimensions=(rows, COLUMNS),
            env=environment,
            timeout=10,
        )

    def type(self, text: str, until: str) -> None:
        """Type a text, and wait until `until` is on the screen, in one line or wrapped."""
        self._program.send(text)
        while _without_spaces(until) not in _without_spaces("".join(self.screen.display)):
            self._stream.feed(self._program.read_nonblocking(4096, timeout=10))

    def write(self, text: str) -> None:
        """Type a text, and record it after every second word."""
        written = ""
        for two_words in re.findall(r"\s*\S+(?:\s+\S+)?", text):
            written += two_words
            self.type(two_words, written)
            self.record(0.35)

    def finish(self) -> None:
        """Wait until the program has ended."""
        self._program.expect(pexpect.EOF)
        self._stream.feed(self._program.before)

    def save(self, name: str) -> None:
        """Save the screen as an SVG picture."""
        rows = self._rows()
        while rows and not rows[-1].plain.strip():
            rows.pop()
        self._save(name, self._svg(name, [*rows, Text()]))

    def record(self, seconds: float) -> None:
        """Add the screen to the recording, shown for some seconds."""
        self._frames.append((self._rows(), seconds))

    def save_recording(self, name: str) -> None:
        """Save the recording as an SVG that moves, or shows its middle where nothing may move.

        All frames stand one below the other, as on a film, and the window shows one of them.
        """
        height = self.screen.lines * LINE
        length = sum(seconds for _, seconds in self._frames)
        steps, elapsed, middle = "", 0.0, ""
        for number, (_, seconds) in enumerate(self._frames):
            position = f"{{ transform: translateY({-number * height:.1f}px) }}"
            steps += f"{elapsed / length:.3%} {position}\n"
            if elapsed <= length / 2:
                middle = position
            elapsed += seconds
        movement = (
            f".{name}-film {middle}\n"
            f"@keyframes {name} {{\n{steps}}}\n"
            "@media (prefers-reduced-motion: no-preference) {\n"
            f".{name}-film {{ animation: {name} {length:.1f}s step-end infinite }}\n}}\n"
        )
        svg = self._svg(name, [row for rows, _ in self._frames for row in rows])
        window = f"{TITLE_BAR + height:.1f}"
        svg = re.sub(r'(viewBox="0 0 [\d.]+) [\d.]+', rf"\1 {window}", svg, count=1)
        self._save(name, svg.replace("</style>", f"{movement}</style>", 1))

    def _svg(self, name: str, rows: list[Text]) -> str:
        console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True)
        for row in rows:
            console.print(row, no_wrap=True, crop=False)
        return console.export_svg(title=self.title, theme=THEME, code_format=FRAME, unique_id=name)

    def _save(self, name: str, svg: str) -> None:
        PICTURES.mkdir(exist_ok=True)
        (PICTURES / f"{name}.svg").write_text(svg, "utf-8")

    def _rows(self) -> list[Text]:
        return [self._row(number) for number in range(self.screen.lines)]

    def _row(self, number: int) -> Text:
        line = self.screen.buffer[number]
        characters = [line[column] for column in range(COLUMNS)]
        row = Text()
        for style, run in groupby(characters, key=_style):
            row.append("".join(character.data for character in run), style)
        row.rstrip()
        return row


def _style(character: pyte.screens.Char) -> Style:
    colour = {"default": None, "brown": "yellow"}.get(
        character.fg, character.fg.replace("bright", "bright_")
    )
    return Style(
        color=colour, bold=character.bold, italic=character.italics, reverse=character.reverse
    )


def _without_spaces(text: str) -> str:
    return "".join(text.split())


def fill_journal(journal: Journal, today: datetime) -> None:
    """Add the entries of one year to a journal."""
    journal.prepare()
    (journal.internal_folder / "notice-shown").touch()
    content = read_content()
    for domain_id, days in DAYS_AGO.items():
        domain = content.find_domain(domain_id)
        for number, ago in enumerate(days):
            moment = (today - timedelta(days=ago)).replace(microsecond=0)
            questions = domain.questions[number % 3 :][:4]
            day_after = (moment + timedelta(weeks=2)).date()
            action = Action(ACTIONS[number % 2], due=day_after)
            if ago not in {21, 40}:
                action = action._replace(state="tried", closed=day_after, note=NOTE)
            journal.add(
                Entry(
                    id=journal.new_ids(1)[0],
                    moment=moment,
                    domain=domain.id,
                    title=entry_title(domain.title, moment),
                    answers=tuple(
                        Answer(q.id, q.text, ANSWERS[(number + place) % len(ANSWERS)])
                        for place, q in enumerate(questions[1:])
                    ),
                    skipped=(questions[0].id,),
                    actions=(action,) if ago in {21, 40} or number % 3 == 0 else (),
                    takeaway=TAKEAWAYS[number % 3] if number % 2 else "",
                    scaling=Scaling(4 + (number * 3) % 5, "observed") if number % 2 else None,
                )
            )


def save_menu(home: Path, name: str, *arguments: str) -> None:
    """Save a picture of a menu that a command opens."""
    menu = Terminal(home, 30, *arguments)
    menu.type("", "Esc: leave")
    menu.save(name)
    menu.type("\x1b", "")
    menu.finish()


def save_screen(home: Path, name: str, *arguments: str) -> None:
    """Save a picture of what a command prints."""
    reading = Terminal(home, 80, *arguments)
    reading.finish()
    reading.save(name)


def save_page_picture(home: Path) -> None:
    """Save a picture of the exported HTML page in a browser."""
    names = ("chromium", "chromium-browser", "google-chrome")
    browser = next(filter(None, map(shutil.which, names)), None)
    if browser is None:
        print("Chromium is not installed: the picture of the page is left unchanged.")
        return
    document = Path(_export(home, "journal.html", "export", "--since", "6m"))
    _run(
        *(browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"),
        *(f"--user-data-dir={home / 'browser'}", "--window-size=900,1240"),
        *(f"--screenshot={PICTURES / 'page.png'}", document.as_uri()),
    )


def save_sitting_page_picture(home: Path) -> None:
    """Save a picture of three screens of the page that holds a sitting, side by side."""
    if CHROMIUM is None:
        print("Chromium is not installed: the picture of the sitting on a page is left unchanged.")
        return
    document = Path(_export(home, "reflect.html", "page", "availability"))
    with Chromium(home / "sitting-browser") as browser:
        page = ReflectionPage(browser, document, home / "downloads")
        page.open()
        page.click("Availability")
        page.type(FIRST_ANSWER)
        screens = [browser.picture(*PHONE)]
        page.click("Enough for today")
        page.type(TAKEAWAY)
        page.click("Next")
        page.type(ACTION)
        page.click("in two weeks")
        screens.append(browser.picture(*PHONE))
        page.click("Done")
        screens.append(browser.picture(*PHONE))
        sources = [f"data:image/png;base64,{b64encode(screen).decode()}" for screen in screens]
        images = "".join(f'<img src="{source}">' for source in sources)
        style = "display: flex; gap: 16px; margin: 8px; background: #d5dad8"
        row = home / "row.html"
        row.write_text(f'<!DOCTYPE html><body style="{style}">{images}', "utf-8")
        browser.open(row)
        width, height = PHONE
        picture = browser.picture(3 * width + 48, height + 16)
    (PICTURES / "sitting-page.png").write_bytes(picture)


def save_document_pictures(home: Path) -> None:
    """Save pictures of the first pages of Word documents."""
    office, painter = shutil.which("soffice"), shutil.which("pdftoppm")
    if office is None or painter is None:
        print("LibreOffice or pdftoppm is not installed: the documents are left unchanged.")
        return
    files = [_export(home, f"{name}.docx", *DOCUMENTS[name]) for name in DOCUMENTS]
    profile = f"-env:UserInstallation={(home / 'office').as_uri()}"
    _run(*(office, profile, "--headless", "--convert-to", "pdf", "--outdir"), str(home), *files)
    for name in DOCUMENTS:
        resolution = str(RESOLUTIONS.get(name, DEFAULT_RESOLUTION))
        picture = str(PICTURES / name)
        _run(painter, "-png", "-r", resolution, "-singlefile", str(home / f"{name}.pdf"), picture)


def _export(home: Path, name: str, *arguments: str) -> str:
    target = str(home / name)
    journal = str(home / "data" / "securebase" / "journal")
    command = (sys.executable, "-m", "securebase_cli", "--journal", journal)
    _run(*command, *arguments, "-o", target)
    return target


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, timeout=180)


def save_recorded_sitting(home: Path) -> None:
    """Record a short sitting from its first question to its end, and save it."""
    # The notice is shown before the first sitting only.
    first = Terminal(home, 50, "reflect", "availability")
    first.type("", "F1: more")
    first.type("\x03", "Nothing was written")
    first.finish()
    sitting = Terminal(home, 25, "reflect", "availability")
    sitting.type("", "F1: more")
    sitting.record(2)
    sitting.write(FIRST_ANSWER)
    sitting.type("\t", "2 of 7")
    sitting.record(1)
    sitting.write(SECOND_ANSWER)
    sitting.type("\t", "3 of 7")
    sitting.record(1)
    sitting.type(ENOUGH, "What do you take from this?")
    sitting.record(1)
    sitting.write(TAKEAWAY)
    sitting.type("\r", "one thing you want to try?")
    sitting.record(1)
    sitting.write(ACTION)
    sitting.type("\r", "look again?")
    sitting.record(2)
    sitting.type("\r", "securebase show")
    sitting.record(4)
    sitting.save_recording("sitting")
    sitting.finish()


def main() -> None:
    """Make all pictures."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        fill_journal(Journal(home / "data" / "securebase" / "journal"), datetime.now().astimezone())
        save_page_picture(home)
        save_sitting_page_picture(home)
        save_document_pictures(home)
        save_menu(home, "home")
        save_menu(home, "domains", "reflect")
        save_screen(home, "coverage", "coverage")
        save_screen(home, "search", "search", "friday", "--since", "3m")
        save_screen(home, "compare", "compare", "asked", "your", "team")
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        save_recorded_sitting(home)
        save_screen(home, "show", "show")
        save_screen(home, "model", "model")


if __name__ == "__main__":
    main()
