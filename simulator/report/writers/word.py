"""A document as DOCX: styles and real headings, tables with a header row, captions, alternative texts, running heads.

Every text goes through the library's own calls, in pictures where XML allows a sign to nobody; no template of strangers
is opened, and nothing is formatted but by its style.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from simulator.catalogue import tr
from simulator.display import shown
from simulator.report.document import (
    Block,
    Chart,
    Document,
    Finding,
    Items,
    Paragraph,
    Section,
    Sheet,
    Table,
    Timeline,
)
from simulator.report.writers.chart import HIGH, WIDE
from simulator.report.writers.picture import chart_png, png
from simulator.report.writers.wording import colon, events_said, finding_rows, finding_title, numbers_said

__all__ = ["word"]

# names of styles: the library's own first, then ours
_NORMAL, _CAPTION, _TITLE, _SUBTITLE = "Normal", "Caption", "Title", "Subtitle"  # not for people
_BULLET, _GRID, _HEADING = "List Bullet", "Table Grid", "Heading {}"  # not for people
_MARKING, _SEAL, _NOTE, _WARNING, _LARGE = "Marking", "Seal", "Note", "Warning", "Large"  # not for people
_FINDING, _CELL, _CELL_HEAD, _CELL_KEPT = "Finding", "Cell", "Cell head", "Cell kept"  # not for people
_PICTURE, _NEW_PAGE, _LABEL, _EVENTS = "Picture", "New page", "Label", "Events"  # not for people
_DEEPEST = 9
_SHORT = 12
"""rows of a table that stays on one page"""
_SIDE, _EDGE = Cm(1.8), Cm(2)
_PAPERS = {"A4": (Cm(21), Cm(29.7)), "A4 landscape": (Cm(29.7), Cm(21)), "A3 landscape": (Cm(42), Cm(29.7))}
_LINE_HEIGHT = Cm(0.65)
"""a line of handwriting"""
_WRITTEN = (1980, 1, 1, 0, 0, 0)
"""the time that every part of the file bears: the same document is the same bytes"""
_INK, _FAINT, _ALARM = RGBColor(0x14, 0x20, 0x2B), RGBColor(0x51, 0x67, 0x7A), RGBColor(0x8A, 0x4B, 0x08)
_STYLES: dict[str, tuple[str, Callable[[Any], None]]] = {}
"""name of a paragraph style of ours -> the style that it is based on, and what it sets"""
_NAMES = {"note": _NOTE, "warning": _WARNING, "large": _LARGE}


def word(document: Document) -> bytes:
    """The whole document."""
    made = docx.Document()
    _styles(made)
    _running(made, document.sheet)
    page = _Pages(made, document.sheet)
    page.first(document.sheet)
    for section in document.sections:
        page.section(section, 1)
    held = io.BytesIO()
    made.save(held)
    return _without_times(held.getvalue())


def _without_times(archive: bytes) -> bytes:
    """The same file without the times at which its parts were written."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(zipfile.ZipInfo(part.filename, _WRITTEN), old.read(part), zipfile.ZIP_DEFLATED)
    return held.getvalue()


# styles


def _style(name: str, base: str) -> Callable[[Callable[[Any], None]], Callable[[Any], None]]:
    def _keep(sets: Callable[[Any], None]) -> Callable[[Any], None]:
        _STYLES[name] = (base, sets)
        return sets

    return _keep


@_style(_MARKING, _NORMAL)
def _marking(style: Any) -> None:
    style.font.bold, style.font.size = True, Pt(10)
    style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER


@_style(_SEAL, _NORMAL)
def _seal(style: Any) -> None:
    style.font.size, style.font.color.rgb = Pt(7), _FAINT
    style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER


@_style(_NOTE, _NORMAL)
def _note(style: Any) -> None:
    style.font.italic, style.font.color.rgb = True, _FAINT


@_style(_WARNING, _NORMAL)
def _warning(style: Any) -> None:
    style.font.bold, style.font.color.rgb = True, _ALARM


@_style(_LARGE, _NORMAL)
def _large(style: Any) -> None:
    style.font.size = Pt(18)


@_style(_FINDING, _HEADING.format(4))
def _finding_style(style: Any) -> None:
    style.font.size, style.font.italic, style.font.color.rgb = Pt(11), False, _INK


@_style(_CELL, _NORMAL)
def _cell(style: Any) -> None:
    style.font.size = Pt(8.5)
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(1.5)


@_style(_CELL_HEAD, _CELL)
def _cell_head(style: Any) -> None:
    style.font.bold, style.paragraph_format.keep_with_next = True, True


@_style(_PICTURE, _NORMAL)
def _picture_style(style: Any) -> None:
    style.paragraph_format.keep_with_next = True


@_style(_CELL_KEPT, _CELL)
def _cell_kept(style: Any) -> None:
    style.paragraph_format.keep_with_next = True


@_style(_NEW_PAGE, _HEADING.format(1))
def _new_page(style: Any) -> None:
    style.paragraph_format.page_break_before = True


def _styles(made: Any) -> None:
    """Our styles, and those of the library's own document in our colours."""
    normal = made.styles[_NORMAL]
    normal.font.name, normal.font.size = "Liberation Sans", Pt(10)  # not for people
    normal.paragraph_format.space_before, normal.paragraph_format.space_after = Pt(3), Pt(4)
    for name, (base, sets) in _STYLES.items():
        style = made.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = made.styles[base]
        sets(style)
    made.styles[_CAPTION].font.color.rgb = _INK
    made.styles[_CAPTION].paragraph_format.keep_with_next = True
    made.styles[_CAPTION].paragraph_format.space_before = Pt(10)
    made.styles.add_style(_LABEL, WD_STYLE_TYPE.CHARACTER).font.bold = True
    numbers = made.styles.add_style(_EVENTS, WD_STYLE_TYPE.CHARACTER)
    numbers.font.size, numbers.font.color.rgb = Pt(8), _FAINT


# every page


def _running(made: Any, sheet: Sheet) -> None:
    page = made.sections[0]
    page.page_width, page.page_height = _paper(sheet)
    if page.page_width > page.page_height:
        page.orientation = WD_ORIENT.LANDSCAPE
    page.left_margin = page.right_margin = _SIDE
    page.top_margin = page.bottom_margin = _EDGE
    head, foot = page.header.paragraphs[0], page.footer.paragraphs[0]
    head.style = foot.style = made.styles[_MARKING]
    head.add_run(shown(sheet.marking))
    foot.add_run(tr("{marking} - page ", marking=shown(sheet.marking)))
    _field(foot, "PAGE")
    if sheet.seal:
        page.footer.add_paragraph(shown(sheet.seal), made.styles[_SEAL])
    about = made.core_properties
    about.title, about.author, about.comments = shown(sheet.title)[:250], "startex", shown(sheet.marking)[:250]
    about.language, about.created = sheet.language[:20], datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)


def _paper(sheet: Sheet) -> tuple[Any, Any]:
    """Width and height of a page."""
    return _PAPERS.get(sheet.paper, _PAPERS["A4"])


def _field(paragraph: Any, code: str) -> None:
    """A field that the program fills in, such as the number of the page."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


# sections


class _Pages:
    """The pages of a document, written from the first to the last; ids of styles are looked up once."""

    def __init__(self, made: Any, sheet: Sheet):
        self.made = made
        wide, self._high = _paper(sheet)
        self._wide = wide - 2 * _SIDE
        self._ids = {style.name: style.style_id for style in made.styles}

    def first(self, sheet: Sheet) -> None:
        """What stands on top of the first page."""
        self._paragraph(sheet.title, _TITLE)
        self._paragraph(sheet.kind, _SUBTITLE)
        for name, value in sheet.facts:
            self._labelled(name, value)
        for notice in sheet.notices:
            self._paragraph(notice, _WARNING)

    def section(self, section: Section, level: int) -> None:
        """A heading and everything below it."""
        new_page = section.new_page and level == 1
        if section.title:
            self._paragraph(section.title, _NEW_PAGE if new_page else _HEADING.format(min(level, _DEEPEST)))
        for block in section.blocks:
            self._block(block)
        for below in section.sections:
            self.section(below, level + 1)

    def _paragraph(self, text: str, style: str, seqs: tuple[int, ...] = ()) -> Any:
        paragraph = self.made.add_paragraph()
        paragraph._p.style = self._ids[style]
        if text:
            paragraph.add_run(shown(text))
        if seqs:
            self._run(paragraph, f" [{events_said(seqs)}]", _EVENTS)
        return paragraph

    def _run(self, paragraph: Any, text: str, style: str) -> None:
        paragraph.add_run(shown(text))._r.style = self._ids[style]

    def _labelled(self, name: str, value: str) -> None:
        paragraph = self._paragraph("", _NORMAL)
        self._run(paragraph, f"{name}{colon()}", _LABEL)
        paragraph.add_run(shown(value))

    def _block(self, block: Block) -> None:
        if isinstance(block, Paragraph):
            self._paragraph(block.text, _NAMES.get(block.style, _NORMAL), block.seqs)
        elif isinstance(block, Items):
            for row in block.rows:
                self._paragraph(row.text, _BULLET, row.seqs)
        elif isinstance(block, Table):
            self._table(block)
        elif isinstance(block, Finding):
            self._finding(block)
        elif isinstance(block, Timeline):
            self._picture(png(block), self._wide, block)
        elif isinstance(block, Chart):
            wide = min(self._wide, int((self._high - 2 * _EDGE) * 0.82 * WIDE / HIGH))
            self._picture(chart_png(block, wide / Cm(2.54)), wide, block)

    def _finding(self, finding: Finding) -> None:
        self._paragraph(finding_title(finding), _FINDING)
        for label, text in finding_rows(finding):
            self._labelled(label, text)
        if finding.seqs:
            self._labelled(tr("Evidence"), events_said(finding.seqs))

    def _picture(self, image: bytes, wide: int, block: Timeline | Chart) -> None:
        """A picture with what a screen reader says of it, on the page of its caption."""
        shape = self.made.add_picture(io.BytesIO(image), width=wide)
        self.made.paragraphs[-1]._p.style = self._ids[_PICTURE]
        about = shape._inline.docPr
        about.set("descr", shown(block.alt))
        about.set("title", shown(block.caption))
        self._paragraph(block.caption, _CAPTION)

    def _table(self, table: Table) -> None:
        """A table with its caption above; its first row is repeated on every page, and no row is broken."""
        with_events = any(table.seqs)
        head = [*table.head, *([tr("Events")] if with_events else [])]
        widths = _widths(table, self._wide, with_events=with_events)
        self._paragraph(table.caption, _CAPTION)
        grid = self.made.add_table(rows=2, cols=len(head), style=_GRID)
        grid.autofit = False
        for column, width in zip(grid.columns, widths, strict=True):
            column.width = width
        _describe(grid, table)
        first, pattern = grid._tbl.tr_lst
        self._pattern(first, widths, _CELL_HEAD)
        first.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        self._pattern(pattern, widths, _CELL)
        if table.lines:
            pattern.trHeight_val = table.lines * _LINE_HEIGHT
        grid._tbl.remove(pattern)
        _fill(first, head)
        kept = deepcopy(pattern)
        for cell in kept.tc_lst:
            cell.p_lst[0].style = self._ids[_CELL_KEPT]
        together = len(table.rows) if len(table.rows) <= _SHORT else 2
        for number, cells in enumerate(table.rows):
            events = [numbers_said(table.seqs[number])] if with_events else []
            row = deepcopy(kept if number < together - 1 else pattern)
            _fill(row, [*cells, *events])
            grid._tbl.append(row)

    def _pattern(self, row: Any, widths: Sequence[int], style: str) -> None:
        """A row as all rows of its kind are: not broken between pages, each cell with its width and style."""
        row.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, width in zip(row.tc_lst, widths, strict=True):
            cell.width = width
            cell.p_lst[0].style = self._ids[style]
            cell.p_lst[0].add_r()


def _fill(row: Any, cells: Sequence[str]) -> None:
    for cell, text in zip(row.tc_lst, cells, strict=True):
        cell.p_lst[0].r_lst[0].text = shown(text)


def _describe(grid: Any, table: Table) -> None:
    """What a screen reader says of a table."""
    for name in ("w:tblCaption", "w:tblDescription"):
        element = OxmlElement(name)
        element.set(qn("w:val"), shown(table.caption)[:250])
        grid._tbl.tblPr.append(element)


def _widths(table: Table, wide: int, *, with_events: bool) -> list[Any]:
    shares = [float(w) for w in table.widths] or [1.0] * len(table.head)
    shares = [share / sum(shares) for share in shares]
    if with_events:
        shares = [share * 0.85 for share in shares] + [0.15]
    return [int(wide * share) for share in shares]
