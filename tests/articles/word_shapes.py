"""Word files as programs other than Word write them: the parts that differ, written here by hand."""

import io
import zipfile
from dataclasses import dataclass

SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'


@dataclass(frozen=True)
class Shape:
    """The parts of a Word file; the body is what stands inside `w:body`."""

    body: str
    styles: str = ""
    numbering: str = ""


def pack(shape: Shape) -> bytes:
    """Return the file."""
    parts = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": RELATIONS.format(
            f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
        ),
        "word/_rels/document.xml.rels": RELATIONS.format(
            f'<Relationship Id="r1" Type="{OFFICE}/styles" Target="styles.xml"/>'
            f'<Relationship Id="r2" Type="{OFFICE}/numbering" Target="numbering.xml"/>'
        ),
        "word/document.xml": f"<w:document {SPACE}><w:body>{shape.body}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {SPACE}>{shape.styles}</w:styles>",
        "word/numbering.xml": f"<w:numbering {SPACE}>{shape.numbering}</w:numbering>",
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def paragraph(text: str, properties: str = "", run: str = "") -> str:
    """Return a paragraph of one run."""
    return (
        f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
    )


def styled(name: str, text: str, run: str = "") -> str:
    return paragraph(text, f'<w:pStyle w:val="{name}"/>', run)


def listed(number: int, level: int, text: str, style: str = "") -> str:
    """Return an item of the list `number`, whose levels begin with 0."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    numbers = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return paragraph(text, named + numbers)


def style(key: str, name: str, base: str = "", more: str = "") -> str:
    based = f'<w:basedOn w:val="{base}"/>' if base else ""
    return f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/>{based}{more}</w:style>'


def numbers(number: int, *formats: str) -> str:
    """Return a list whose levels have these formats: "bullet", "decimal", "lowerLetter", "hindiNumbers"…"""
    levels = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{each}"/><w:lvlText w:val="%{at + 1}."/></w:lvl>'
        for at, each in enumerate(formats)
    )
    return (
        f'<w:abstractNum w:abstractNumId="{number}">{levels}</w:abstractNum>'
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'
    )


def cell(text: str, properties: str = "", run: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text, run=run)}</w:tc>"


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


# No styles of its own for lists or quotations; headings by Word's names; sizes at every run.
GOOGLE_DOCS = Shape(
    styled("Title", "The lift that waits", '<w:sz w:val="52"/>')
    + styled("Subtitle", "On being the one who holds the door.", '<w:color w:val="666666"/>')
    + paragraph("Our lift is old, and somebody must hold it. For nine years somebody was me.", run='<w:rtl w:val="0"/>')
    + styled("Heading1", "Floors I held it for", '<w:rtl w:val="0"/>')
    + listed(1, 0, "the third, for the twins")
    + listed(1, 1, "Monday to Friday")
    + listed(1, 2, "not in May")
    + listed(1, 0, "the sixth, for no reason")
    + styled("Heading1", "Letting it go")
    + listed(2, 0, "Step in.")
    + listed(2, 0, "Breathe out.")
    + paragraph("“The lift comes back by itself.”", '<w:ind w:left="720" w:right="720"/>', "<w:i/>")
    + paragraph("")
    + paragraph("The twins take the stairs now, two at a time, and the lift is often empty when it comes."),
    style("Title", "Title", "Normal")
    + style("Subtitle", "Subtitle", "Normal")
    + style("Heading1", "heading 1", "Normal")
    + style("Normal", "normal"),
    numbers(1, "bullet", "bullet", "bullet") + numbers(2, "decimal", "lowerLetter"),
)
# Its own name for the body, "Quotations", lists hung on styles, bookmarks and proof marks inside runs.
LIBREOFFICE = Shape(
    styled("Title", "Salt in both hands")
    + styled("BodyText", "When my hands are full of salt I cannot wave, and people think me cold.")
    + styled("Heading2", "What I carry")
    + listed(1, 0, "a message I have not answered", "ListParagraph")
    + listed(1, 1, "from my brother", "ListParagraph")
    + listed(1, 0, "a cup that is not mine", "ListParagraph")
    + styled("Quotations", "Put it down where it can be found.")
    + styled("Heading2", "Putting it down")
    + listed(2, 0, "Choose a shelf.", "ListParagraph")
    + listed(2, 1, "not the highest", "ListParagraph")
    + listed(2, 0, "Say where it is.", "ListParagraph")
    + table(
        cell("Carried", run="<w:b/>") + cell("Put down", run="<w:b/>"), cell("his worry") + cell("on his own table")
    )
    + styled("BodyText", "Then wave, with both hands, at whoever is there. Most of them have waited to wave back."),
    style("Standard", "Normal")
    + style("BodyText", "Body Text", "Standard")
    + style("Title", "Title", "Standard")
    + style("Heading2", "heading 2", "Standard")
    + style("Quotations", "Quotations", "Standard")
    + style("ListParagraph", "List Paragraph", "Standard"),
    numbers(1, "bullet", "bullet") + numbers(2, "decimal", "lowerLetter"),
)
# Its styles have names of its own, and no built-in ones: a heading is known by its size and weight alone.
PAGES = Shape(
    styled("Titel", "A window on the landing")
    + styled("Text", "Between the second floor and the third there is a window at which nobody has ever stood.")
    + styled("Kopf", "Why I stopped there")
    + styled("Text", "My knee hurt. That is all. Much that is good in my life began with something as small as that.")
    + listed(1, 0, "the knee", "Text")
    + listed(1, 0, "the window", "Text")
    + listed(1, 1, "its one clean pane", "Text")
    + styled("Kopf", "What can be seen")
    + styled("Text", "A tank, a line of washing, and on clear days in January a strip of hills that I had not known."),
    style("Titel", "Title", more='<w:rPr><w:b/><w:sz w:val="60"/></w:rPr>')
    + style("Kopf", "Heading", more='<w:rPr><w:b/><w:sz w:val="36"/></w:rPr>')
    + style("Text", "Body", more='<w:rPr><w:sz w:val="22"/></w:rPr>'),
    numbers(1, "bullet", "bullet"),
)
# Hindi: weight and size in the forms for complex scripts, digits of its own, and cells over two columns.
HINDI_WORD = Shape(
    styled("Title", "बरामदे की कुर्सी")
    + paragraph("शाम को बरामदे में एक कुर्सी खाली रहती है। “किसी के लिए रखी है,” नानी कहती थीं, और नाम नहीं बताती थीं।")
    + paragraph("खाली जगह का काम", run='<w:b/><w:bCs/><w:szCs w:val="32"/>')
    + paragraph("खाली जगह कुछ माँगती नहीं। वह बस इतना करती है कि आने वाले को देर से आने की छूट देती है:")
    + listed(1, 0, "थकान को")
    + listed(1, 1, "दिन की")
    + listed(1, 0, "अपने आप को")
    + paragraph("तीन छोटे कदम", run='<w:b/><w:bCs/><w:szCs w:val="32"/>')
    + listed(2, 0, "एक कुर्सी चुनिए।")
    + listed(2, 0, "उस पर कुछ मत रखिए।")
    + listed(2, 0, "शाम को उसके पास बैठिए।")
    + table(
        cell("दिन", run="<w:b/><w:bCs/>") + cell("कौन आया", run="<w:b/><w:bCs/>"),
        cell("सोमवार") + cell("कोई नहीं"),
        cell("बाकी सप्ताह, हर शाम", '<w:gridSpan w:val="2"/>'),
    )
    + paragraph("अब वह कुर्सी मेरे घर में है। खाली रहती है, और कमरा उसके होने से भरा लगता है, यह मैं किसी को समझा नहीं पाती।"),
    style("Title", "Title") + style("Normal", "Normal"),
    numbers(1, "bullet", "bullet") + numbers(2, "hindiNumbers"),
)
