"""Render drawings as inline SVG; the style sheet of the page has the colours and the fonts."""

from securebase_cli.documents.formats.drawing import Circle, Drawing, Line, Rectangle, Shape, Text
from securebase_cli.documents.formats.printable import escape_html


def render_svg(drawing: Drawing, css_class: str) -> str:
    """Return the drawing as an element with its title and its description."""
    title_id, description_id = f"{drawing.name}-title", f"{drawing.name}-text"
    size = f"0 0 {drawing.width:g} {drawing.height:g}"
    accessibility = f'role="img" aria-labelledby="{title_id} {description_id}"'
    lines = [
        f'<svg class="drawing {css_class}" viewBox="{size}" {accessibility}>',
        f'<title id="{title_id}">{escape_html(drawing.title)}</title>',
        f'<desc id="{description_id}">{escape_html(drawing.description)}</desc>',
        *map(_render_shape, drawing.shapes),
        "</svg>",
    ]
    return "\n".join(lines)


def _render_shape(shape: Shape) -> str:
    match shape:
        case Line(x1, y1, x2, y2, style):
            return (
                f'<line class="{style}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'
            )
        case Rectangle(x, y, width, height, style, radius):
            size = f'width="{width:.1f}" height="{height:.1f}" rx="{radius:g}"'
            return f'<rect class="{style}" x="{x:.1f}" y="{y:.1f}" {size}/>'
        case Circle(x, y, radius, style):
            return f'<circle class="{style}" cx="{x:.1f}" cy="{y:.1f}" r="{radius:g}"/>'
        case Text(x, y, text, style, anchor):
            css_class = f"{style} {anchor}".replace("on filled", "on-filled")
            return f'<text class="{css_class}" x="{x:.1f}" y="{y:.1f}">{escape_html(text)}</text>'
