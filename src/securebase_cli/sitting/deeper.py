"""One step deeper after a short answer to a closed question.

Only words that plainly say yes, no or something in between are understood; after all other answers
nothing is asked.
"""

import re

from securebase_cli.model import Question

AFTER_YES = "What have you seen that tells you so? One moment is enough."
AFTER_NO = "What gets in the way? Or: what would be a first step?"
IN_BETWEEN = "When yes, and when not?"

# Longer answers have gone deeper by themselves.
_MAX_WORDS = 4

_YES = re.compile(r"(?:yes|yeah|yep|yup|aye)\b")
# “No” alone or before a comma or “I don’t”, but not “no idea”.
_NO = re.compile(
    r"(?:no|nope|nah)(?:$|\s?[,.;:!–-]|\s(?:i|we|they|it|not|never)\b)"
    r"|not (?:yet|really|at all|so far)\b"
)
_BETWEEN = re.compile(
    r"(?:mostly|mainly|largely|usually|generally|often|sometimes|occasionally|partly|partially"
    r"|probably|possibly|perhaps|maybe|yes and no|more or less|up to a point|to some extent"
    r"|on the whole|in part|it depends|it varies|not (?:always|often|all|everyone|everybody)"
    r"|(?:most|some) of (?:them|us|the time)|i (?:think|hope|believe|suppose|guess) so)\b"
)


def deeper_question(question: Question, answer: str) -> str:
    """Return what to ask after an answer; empty if it is long, or the question is an open one."""
    words = answer.casefold().replace("’", "'").split()
    if not question.is_closed or len(words) > _MAX_WORDS:
        return ""
    text = " ".join(words)
    if _BETWEEN.search(text):
        return IN_BETWEEN
    if _YES.match(text):
        return AFTER_YES
    return AFTER_NO if _NO.match(text) else ""
