"""Render drawings as DrawingML: a group of shapes with a description."""

from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from securebase_cli.documents.formats.docx_package import WordPackage
from securebase_cli.documents.formats.drawing import Circle, Drawing, Line, Rectangle, Shape, Text
from securebase_cli.documents.formats.printable import remove_unprintable

# DrawingML has all lengths in English Metric Units. A twip is a twentieth of a point.
_EMUS_PER_TWIP = 635
_EMUS_PER_HALF_POINT = 6_350
# In twips: the room on a page that has a heading and a caption, too.
_MAX_HEIGHT = 12_000
_GROUP = "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"
_NO_FILL = "<a:noFill/>"
_NO_LINE = "<a:ln><a:noFill/></a:ln>"
# By the size of the font; no font needs a wider or higher box for its text.
_CHARACTER_WIDTH = 0.72
_LINE_HEIGHT = 1.3


class _Look(NamedTuple):
    """The colours of a shape; "" stands for no fill, or no line."""

    fill: str = ""
    line: str = ""
    line_width: float = 1.5


_ACCENT, _INK, _PAPER, _FAINT = "0B6470", "222B2E", "FFFFFF", "D5DAD8"
_LOOKS = {
    "rule": _Look(line=_FAINT),
    "line": _Look(line=_ACCENT, line_width=2),
    "card": _Look(fill="EEF4F3", line=_ACCENT),
    "core": _Look(fill=_ACCENT),
    "dot": _Look(fill=_ACCENT),
    "filled": _Look(fill=_ACCENT),
    "empty": _Look(line=_FAINT),
    "few": _Look(fill="DCECEC"),
    "some": _Look(fill="A9D0D2"),
}
# The size of a text, its colour, and whether it is bold.
_TEXT_LOOKS = {
    "normal": (14.0, _INK, False),
    "strong": (14.0, _INK, True),
    "small": (12.5, _INK, False),
    "core": (17.0, _PAPER, True),
    "on filled": (12.5, _PAPER, True),
}
_ALIGNMENTS = {"start": "left", "middle": "center", "end": "right"}


def render_drawing(drawing: Drawing, package: WordPackage, width: int) -> str:
    """Return the XML of a run with the drawing, as large as fits into `width` and on a page."""
    scale = _EMUS_PER_TWIP * min(width / drawing.width, _MAX_HEIGHT / drawing.height)
    size = f'cx="{round(drawing.width * scale)}" cy="{round(drawing.height * scale)}"'
    description = remove_unprintable(f"{drawing.title}. {drawing.description}")
    shapes = "".join(_render_shape(shape, package, scale) for shape in drawing.shapes)
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wpg"><w:drawing>'
        f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
        f'<wp:docPr id="{package.new_id()}" name={quoteattr(drawing.name)} '
        f"descr={quoteattr(description)}/><wp:cNvGraphicFramePr/>"
        f'<a:graphic><a:graphicData uri="{_GROUP}"><wpg:wgp><wpg:cNvGrpSpPr/><wpg:grpSpPr>'
        f'<a:xfrm><a:off x="0" y="0"/><a:ext {size}/><a:chOff x="0" y="0"/><a:chExt {size}/>'
        f"</a:xfrm></wpg:grpSpPr>{shapes}</wpg:wgp></a:graphicData></a:graphic>"
        "</wp:inline></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:t>{escape(description)}</w:t></mc:Fallback></mc:AlternateContent></w:r>"
    )


def _render_shape(shape: Shape, package: WordPackage, scale: float) -> str:
    match shape:
        case Line(x1, y1, x2, y2, style):
            # DrawingML draws a line from the top left of its box, unless it is mirrored.
            is_rising = (x2 - x1) * (y2 - y1) < 0
            box = _box(min(x1, x2), min(y1, y2), abs(x2 - x1), abs(y2 - y1), scale)
            mirrored = ' flipV="1"' if is_rising else ""
            properties = f"<a:xfrm{mirrored}>{box}</a:xfrm>{_geometry('line')}"
            properties += _colours(_LOOKS[style], scale)
        case Rectangle(x, y, width, height, style, radius):
            share = round(100_000 * radius / min(width, height))
            properties = f"<a:xfrm>{_box(x, y, width, height, scale)}</a:xfrm>"
            properties += _geometry("roundRect", f'<a:gd name="adj" fmla="val {share}"/>')
            properties += _colours(_LOOKS[style], scale)
        case Circle(x, y, radius, style):
            box = _box(x - radius, y - radius, 2 * radius, 2 * radius, scale)
            properties = f"<a:xfrm>{box}</a:xfrm>{_geometry('ellipse')}"
            properties += _colours(_LOOKS[style], scale)
        case Text():
            return _render_text(shape, package, scale)
    return (
        f'<wps:wsp><wps:cNvPr id="{package.new_id()}" name="shape"/><wps:cNvSpPr/>'
        f"<wps:spPr>{properties}</wps:spPr><wps:bodyPr/></wps:wsp>"
    )


def _render_text(shape: Text, package: WordPackage, scale: float) -> str:
    size, colour, is_bold = _TEXT_LOOKS[shape.style]
    width = (len(shape.text) + 1) * size * _CHARACTER_WIDTH
    left = shape.x - {"start": 0, "middle": width / 2, "end": width}[shape.anchor]
    # The baseline is about the size of the font below the top of the text.
    box = _box(left, shape.y - size, width, size * _LINE_HEIGHT, scale)
    half_points = round(size * scale / _EMUS_PER_HALF_POINT)
    bold = "<w:b/>" if is_bold else ""
    return (
        f'<wps:wsp><wps:cNvPr id="{package.new_id()}" name="text"/><wps:cNvSpPr txBox="1"/>'
        f"<wps:spPr><a:xfrm>{box}</a:xfrm>{_geometry('rect')}{_NO_FILL}{_NO_LINE}</wps:spPr>"
        '<wps:txbx><w:txbxContent><w:p><w:pPr><w:pStyle w:val="NoSpacing"/>'
        '<w:spacing w:line="240" w:lineRule="auto"/>'
        f'<w:jc w:val="{_ALIGNMENTS[shape.anchor]}"/></w:pPr><w:r><w:rPr>{bold}'
        f'<w:color w:val="{colour}"/><w:sz w:val="{half_points}"/></w:rPr>'
        f'<w:t xml:space="preserve">{escape(remove_unprintable(shape.text))}</w:t></w:r></w:p>'
        '</w:txbxContent></wps:txbx><wps:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0">'
        "<a:noAutofit/></wps:bodyPr></wps:wsp>"
    )


def _box(x: float, y: float, width: float, height: float, scale: float) -> str:
    return (
        f'<a:off x="{round(x * scale)}" y="{round(y * scale)}"/>'
        f'<a:ext cx="{round(width * scale)}" cy="{round(height * scale)}"/>'
    )


def _geometry(name: str, adjustment: str = "") -> str:
    return f'<a:prstGeom prst="{name}"><a:avLst>{adjustment}</a:avLst></a:prstGeom>'


def _colours(look: _Look, scale: float) -> str:
    fill = f"<a:solidFill>{_colour(look.fill)}</a:solidFill>" if look.fill else _NO_FILL
    if not look.line:
        return fill + _NO_LINE
    width = round(look.line_width * scale)
    line = f'<a:ln w="{width}"><a:solidFill>{_colour(look.line)}</a:solidFill></a:ln>'
    return fill + line


def _colour(value: str) -> str:
    return f'<a:srgbClr val="{value}"/>'
