"""Sets of characters that text is checked for, to be put between the brackets of a pattern."""

# The C0 controls except tab and line feed, DEL, the C1 controls; and surrogates, which UTF-8
# cannot encode.
CONTROLS = "\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff"

# Characters without width that hide or reorder the text around them: bidirectional controls,
# zero-width spaces and joiners of words, interlinear annotations, tags.
INVISIBLE = (
    "\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f"
)
