"""The package of a Word document: a zip archive with the body, the styles, and the properties.

The styles, the numbering of lists, the settings, the fonts and the theme are files in the folder
`word_parts`. python-docx writes the package without the body, which is then added piece by piece,
because the body of a long journal takes hundreds of megabytes.
"""

import io
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib.resources import files
from xml.sax.saxutils import escape

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.package import Package

from securebase_cli.documents.formats.printable import remove_unprintable

# All lengths are in twentieths of a point. A4, and the width of the text between its margins.
_PAGE_WIDTH, _PAGE_HEIGHT = 11_906, 16_838
_SIDE_MARGIN = 1_247
TEXT_WIDTH = _PAGE_WIDTH - 2 * _SIDE_MARGIN

_BODY_NAME = "word/document.xml"
_LINKS_NAME = "word/_rels/document.xml.rels"
_NUMBERING_NAME = "word/numbering.xml"
_WRITTEN_LAST = frozenset({_BODY_NAME, _LINKS_NAME, _NUMBERING_NAME})
_NUMBERING_END = "</w:numbering>"
_FOOTER_ID = "footer"
_WORD_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)
_XML_START = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_BODY_START = (
    f"{_XML_START}<w:document {_WORD_NAMESPACES} "
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wpg="http://schemas.microsoft.com/office/word/2010/wordprocessingGroup" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'mc:Ignorable="w14"><w:body>'
)
_BODY_END = (
    f'<w:sectPr><w:footerReference w:type="default" r:id="{_FOOTER_ID}"/>'
    f'<w:pgSz w:w="{_PAGE_WIDTH}" w:h="{_PAGE_HEIGHT}"/>'
    f'<w:pgMar w:top="1021" w:right="{_SIDE_MARGIN}" w:bottom="1021" w:left="{_SIDE_MARGIN}" '
    'w:header="567" w:footer="567" w:gutter="0"/></w:sectPr></w:body></w:document>'
)
_FOOTER = (
    f"{_XML_START}<w:ftr {_WORD_NAMESPACES}>"
    '<w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>'
    '<w:r><w:t xml:space="preserve">{title}</w:t></w:r>'
    '<w:r><w:tab/><w:t xml:space="preserve">Page </w:t></w:r>'
    '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    '<w:r><w:t xml:space="preserve"> of </w:t></w:r>'
    '<w:fldSimple w:instr=" NUMPAGES "><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p></w:ftr>'
)
_PROGRAM_PROPERTIES = (
    f'{_XML_START}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
    'extended-properties"><Application>securebase</Application></Properties>'
)
_NUMBERS_DEFINITION = 1
# The numberings that every document has, for bullets and numbers.
_SHIPPED_NUMBERINGS = 2
# Measured: compressing 5.5 MB takes 16 ms, and 46 with the usual level 6; the file is half as large
# again.
_COMPRESSION = 3
# The limit of Word for a property.
_MAX_PROPERTY_LENGTH = 255


class WordPackage:
    """The parts of a document besides its body; gives out the ids that the body uses for them."""

    def __init__(self, title: str) -> None:
        title = remove_unprintable(title)
        self._package = Package()
        self._document = _new_part(self._package, _BODY_NAME, CONTENT_TYPE.WML_DOCUMENT_MAIN)
        self._package.relate_to(self._document, RELATIONSHIP_TYPE.OFFICE_DOCUMENT)
        program = _new_part(
            self._package,
            "docProps/app.xml",
            CONTENT_TYPE.OFC_EXTENDED_PROPERTIES,
            _PROGRAM_PROPERTIES,
        )
        self._package.relate_to(program, RELATIONSHIP_TYPE.EXTENDED_PROPERTIES)
        for name, content_type, relationship in (
            ("styles", CONTENT_TYPE.WML_STYLES, RELATIONSHIP_TYPE.STYLES),
            ("numbering", CONTENT_TYPE.WML_NUMBERING, RELATIONSHIP_TYPE.NUMBERING),
            ("settings", CONTENT_TYPE.WML_SETTINGS, RELATIONSHIP_TYPE.SETTINGS),
            ("fontTable", CONTENT_TYPE.WML_FONT_TABLE, RELATIONSHIP_TYPE.FONT_TABLE),
            ("theme", CONTENT_TYPE.OFC_THEME, RELATIONSHIP_TYPE.THEME),
        ):
            part = _new_part(self._package, f"word/{name}.xml", content_type, _read_part(name))
            self._document.rels.add_relationship(relationship, part, name)
        footer_xml = _FOOTER.format(title=escape(title))
        footer = _new_part(self._package, "word/footer.xml", CONTENT_TYPE.WML_FOOTER, footer_xml)
        self._document.rels.add_relationship(RELATIONSHIP_TYPE.FOOTER, footer, _FOOTER_ID)
        properties = self._package.core_properties
        properties.title = title[:_MAX_PROPERTY_LENGTH]
        properties.subject = "Reflection on the team as a secure base"
        properties.author = properties.last_modified_by = ""
        properties.language = "en-GB"
        properties.created = properties.modified = datetime.now(UTC)
        self._link_ids: dict[str, str] = {}
        self._numberings: list[str] = []
        self._last_id = 0

    def new_id(self) -> int:
        """Return a new id, which nothing else in the document has."""
        self._last_id += 1
        return self._last_id

    def link_id(self, address: str) -> str:
        """Return the id of the relationship to the address of a link."""
        if address not in self._link_ids:
            link_id = self._link_ids[address] = f"link{len(self._link_ids) + 1}"
            kind = RELATIONSHIP_TYPE.HYPERLINK
            self._document.rels.add_relationship(kind, address, link_id, is_external=True)
        return self._link_ids[address]

    def start_numbering(self, level: int, start: int) -> int:
        """Return the id of a new numbering that begins with `start`; the outermost level is 0."""
        number = _SHIPPED_NUMBERINGS + len(self._numberings) + 1
        self._numberings.append(
            f'<w:num w:numId="{number}"><w:abstractNumId w:val="{_NUMBERS_DEFINITION}"/>'
            f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
            "</w:num>"
        )
        return number

    def file_bytes(self, body: Iterable[str]) -> bytes:
        """Return the file; `body` yields the XML of paragraphs and tables."""
        without_body, file = io.BytesIO(), io.BytesIO()
        self._package.save(without_body)
        with zipfile.ZipFile(
            file, "w", zipfile.ZIP_DEFLATED, compresslevel=_COMPRESSION
        ) as archive:
            # The order of the parts stays, since programs recognise the file by its first part.
            with zipfile.ZipFile(without_body) as parts:
                for name in parts.namelist():
                    if name not in _WRITTEN_LAST:
                        archive.writestr(name, parts.read(name))
            # Through a text file, which collects small pieces: each call of zlib has its price.
            with (
                archive.open(_BODY_NAME, "w", force_zip64=True) as body_file,
                io.TextIOWrapper(body_file, "utf-8", newline="") as body_text,
            ):
                body_text.write(_BODY_START)
                body_text.writelines(body)
                body_text.write(_BODY_END)
            # These parts come last, because rendering the body added its links and lists to them.
            numbering = _read_part("numbering").replace(
                _NUMBERING_END, "".join([*self._numberings, _NUMBERING_END])
            )
            archive.writestr(_NUMBERING_NAME, numbering)
            archive.writestr(_LINKS_NAME, self._document.rels.xml)
        return file.getvalue()


def _new_part(package: Package, name: str, content_type: str, xml: str = "") -> Part:
    return Part(PackURI(f"/{name}"), content_type, xml.encode(), package)


def _read_part(name: str) -> str:
    folder = files("securebase_cli.documents.formats").joinpath("word_parts")
    return folder.joinpath(f"{name}.xml").read_text("utf-8")
