"""The model that the questions are based on."""

from securebase_cli.instrument.content import Content
from securebase_cli.ui.page import GAP, Line, Page, Part, Picture


def model_heading(content: Content) -> Page:
    """Show the title of the model, and what it is, where it comes from and what it is for."""
    introduction = (Line(text, "quiet", label="About") for text in content.introduction)
    return (Line(content.title, "title", label="Model"), *introduction)


def model_page(content: Content, *, drawn: bool) -> Page:
    """Show the domains with their qualities, as a picture or in words, and the sources."""
    parts: list[Part] = [*model_heading(content), GAP]
    if drawn:
        from securebase_cli.ui.pages import model_diagram

        picture = tuple(model_diagram.draw(content.domains))
        emphasised = ("Secure base", *(domain.title for domain in content.domains))
        parts += [Picture(picture, emphasised), GAP]
    else:
        for domain in content.domains:
            parts += [
                Line(domain.title, "heading", label="Domain"),
                Line(domain.quality, label="Quality", indent=2),
                Line(domain.summary, "quiet", label="Summary", indent=2),
                GAP,
            ]
    if content.sources:
        parts.append(Line("Sources", "heading"))
        parts += [Line(source, "quiet", label="Source", indent=2) for source in content.sources]
    if content.about:
        parts += [GAP, Line(content.about, "quiet", label="Note")]
    return tuple(parts)
