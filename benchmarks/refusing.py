"""Measure the time and memory of refusing hostile documents of the largest allowed size.

    python benchmarks/refusing.py

Each is read in its own process, as an entry, a content file or an answers file. The table has the
processor time in seconds and in multiples of reading an ordinary entry, and the peak memory. The
exit status is 1 if a document takes more than one second or 200 MiB.
"""

from __future__ import annotations

import multiprocessing
import resource
import sys
import time
from functools import partial
from typing import TYPE_CHECKING

from securebase_cli.entry_format import front_matter, strict_yaml
from securebase_cli.entry_format.entry import read_entry
from securebase_cli.errors import SecurebaseError
from securebase_cli.instrument.content import MAX_BYTES as MAX_CONTENT_BYTES
from securebase_cli.sitting import answers_file
from securebase_cli.storage import entry_files

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_SECONDS = 1.0
MAX_MEBIBYTES = 200

HEAD = "---\nsecurebase: 1\nid: k3f7\ndate: 2026-11-23T14:30:12+00:00\ndomain: availability\n"
ORDINARY = f"{HEAD}---\n\n# Title\n\n## Question\n<!-- securebase question praise -->\n\nSome.\n"

# Each function returns a document of about n characters.
YAML_DOCUMENTS = {
    "many keys": lambda n: "".join(f"{i:x}: a\n" for i in range(n // 8)),
    "a long list": lambda n: "a: [" + "b, " * (n // 3),
    "a list by lines": lambda n: "a:\n" + "- b\n" * (n // 4),
    "open brackets": lambda n: "[" * n,
    "open braces": lambda n: "{a: " * (n // 4),
    "question marks": lambda n: "? " * (n // 2),
    "dashes": lambda n: "- " * (n // 2),
    "merged mappings": lambda n: "a: &a {b: c}\n" + "<<: *a\n" * (n // 7),
    "anchors": lambda n: "".join(f"a{i}: &a{i} b\n" for i in range(n // 16)),
    "tags": lambda n: "a: !!python/name:os.system b\n" * (n // 30),
    "escapes": lambda n: 'a: "' + "\\n" * (n // 2),
    "quoted lines": lambda n: 'a: "' + "b\n" * (n // 2),
    "folded lines": lambda n: "a: b\n" + "  c d\n" * (n // 6) + "e",
    "a block that breaks": lambda n: "a: |\n" + " b\n" * (n // 3) + "c: @",
    "comments": lambda n: "# a\n" * (n // 4) + "@",
    "blank lines": lambda n: "a: |\n" + "\n" * n + "b: @",
    "spaces": lambda n: "a:" + " " * n + "@",
    "one word": lambda n: "a" * n,
    "one key twice": lambda n: "a: b\n" * (n // 5),
}
ENTRIES = {
    "nothing but text": lambda n: "a" * n,
    "nothing but lines": lambda n: "\n" * n,
    "no end of the front matter": lambda n: HEAD + "a: b\n" * (n // 5),
    "rules": lambda n: "---\n" * (n // 4),
    "markers without front matter": lambda n: "<!-- securebase actions -->\n" * (n // 28),
    "not of this version": lambda n: f"---\nsecurebase: 2\n---\n{'- [ ] a' * (n // 8)}",
    "no date": lambda n: f"---\nsecurebase: 1\nid: a\n---\n{'- [ ] a' * (n // 8)}",
}


def cut_to_limits(text: str, size: int) -> str:
    """Cut the text to the size and the number of lines that the YAML parser accepts."""
    return "\n".join(text[:size].split("\n")[: strict_yaml.MAX_LINES])


def readers() -> dict[str, Callable[[], object]]:
    """Return a function that reads each document, by the document's name."""
    functions: dict[str, Callable[[], object]] = {
        "an ordinary entry": partial(read_entry, ORDINARY)
    }
    for name, make in YAML_DOCUMENTS.items():
        head = cut_to_limits(make(front_matter.MAX_BYTES), front_matter.MAX_BYTES - 10)
        functions[f"front matter: {name}"] = lambda head=head: read_entry(f"---\n{head}\n---\n")
        content = cut_to_limits(make(MAX_CONTENT_BYTES), MAX_CONTENT_BYTES)
        functions[f"content: {name}"] = partial(
            strict_yaml.load, content, max_length=MAX_CONTENT_BYTES
        )
        answers = cut_to_limits(make(answers_file.MAX_BYTES), answers_file.MAX_BYTES).encode()
        functions[f"answers: {name}"] = partial(answers_file.read_answers, answers, "a", ())
    for name, make in ENTRIES.items():
        text = make(entry_files.MAX_BYTES)[: entry_files.MAX_BYTES]
        functions[f"entry: {name}"] = partial(read_entry, text)
    return functions


def measure(read: Callable[[], object], results: multiprocessing.Queue) -> None:
    """Read a document; put whether it was refused, the seconds and the MiB on the queue."""
    begun = time.process_time()
    refused = False
    try:
        read()
    except (SecurebaseError, strict_yaml.YamlError):
        refused = True
    seconds = time.process_time() - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    results.put((refused, seconds, memory))


def main() -> None:
    """Measure all documents and print the table."""
    forks = multiprocessing.get_context("fork")
    ordinary, failed = 0.0, 0
    print(f"{'seconds':>8}  {'times':>6}  {'MiB':>5}  document")
    for name, read in readers().items():
        results = forks.Queue()
        process = forks.Process(target=measure, args=(read, results))
        process.start()
        refused, seconds, memory = results.get()
        process.join()
        ordinary = ordinary or seconds
        over = seconds > MAX_SECONDS or memory > MAX_MEBIBYTES
        failed += over
        note = "" if refused else " (read)"
        mark = "  TOO MUCH" if over else ""
        times = f"{seconds / ordinary:6.0f}"
        print(f"{seconds:8.3f}  {times}  {memory:5.0f}  {name}{note}{mark}")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
