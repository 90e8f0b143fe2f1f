"""The question who supports the user, which home offers once a quarter.

It is in no content file. Its domain is the first one of the content: by default availability, whose
quality is “People are there for me”.
"""

from collections.abc import Sequence

from securebase_cli.model import Domain, Question

# Saved entries contain this id, and content files may not use it.
SUPPORT_ID = "who-for-you"
SUPPORT_TEXT = "And who is this for you?"
# Shown below the question.
SUPPORT_NOTE = "This one is ours, not the model’s. It comes once a quarter."


def support_question(domains: Sequence[Domain]) -> Question:
    return Question(SUPPORT_ID, domains[0].id, SUPPORT_TEXT)
