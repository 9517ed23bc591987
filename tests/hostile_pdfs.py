"""PDFs made to hurt whoever opens them, the same for the same seed.

``hostile(seed)`` gives one of ``KINDS`` with its details chosen by the seed. For each kind it is
known whether it must be refused, and if so why; what may be taken is harmless, only strange.
"""

import io
import random
import zlib
from collections.abc import Callable
from dataclasses import dataclass

import pikepdf

from tests.making import pdf_bytes

Objects = dict[int, bytes]
Maker = Callable[[random.Random], bytes]


@dataclass(frozen=True)
class Hostile:
    kind: str
    content: bytes
    # The key of the refusal that it must get; empty where any end within the limits is right.
    must_be: str


# --- building by hand -----------------------------------------------------------------------------


def build(objects: Objects, *, trailer: bytes = b"", shift: int = 0) -> bytes:
    """A file with a right cross-reference table, or one that is off by ``shift`` bytes."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    size = max(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        place = places.get(number)
        out += b"%010d 00000 n \n" % (place + shift) if place else b"0000000000 00000 f \n"
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        size,
        trailer,
        start + shift,
    )
    return bytes(out)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), entries, content)


def deflated(content: bytes, entries: bytes = b"") -> bytes:
    return stream(zlib.compress(content, 9), b"/Filter /FlateDecode " + entries)


def paper(
    *,
    catalog: bytes = b"",
    page: bytes = b"",
    content: bytes = b"BT /F1 12 Tf 72 700 Td (A page) Tj ET",
    more: Objects | None = None,
    box: bytes = b"[0 0 595 842]",
) -> Objects:
    """A one-page paper; objects from 10 on are free for whatever else is to be in it."""
    return {
        1: b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox %s /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> %s >>" % (box, page),
        4: stream(content),
        5: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    } | (more or {})


# --- damaged --------------------------------------------------------------------------------------


def truncated(dice: random.Random) -> bytes:
    whole = pdf_bytes(6)
    return whole[: dice.randrange(20, len(whole) - 20)]


def truncated_with_an_end(dice: random.Random) -> bytes:
    return truncated(dice) + b"\nstartxref\n%d\n%%%%EOF\n" % dice.randrange(10_000)


def not_a_pdf(dice: random.Random) -> bytes:
    return b"<!doctype html>" + dice.randbytes(dice.randrange(5_000))


def noise(dice: random.Random) -> bytes:
    return b"%PDF-1.7\n" + dice.randbytes(dice.randrange(100, 20_000)) + b"\n%%EOF\n"


def flipped(dice: random.Random) -> bytes:
    """A sound file with bytes changed here and there."""
    whole = bytearray(pdf_bytes(3))
    for _ in range(dice.randrange(1, 200)):
        whole[dice.randrange(len(whole))] = dice.randrange(256)
    return b"%PDF-1.7\n" + bytes(whole) + b"\n%%EOF\n"


def shuffled(dice: random.Random) -> bytes:
    whole = pdf_bytes(4)
    pieces = [whole[start : start + 97] for start in range(0, len(whole), 97)]
    dice.shuffle(pieces)
    return b"%PDF-1.7\n" + b"".join(pieces) + b"\n%%EOF\n"


def wrong_xref(dice: random.Random) -> bytes:
    return build(paper(), shift=dice.randrange(1, 5_000))


def xref_that_points_to_itself(dice: random.Random) -> bytes:
    whole = build(paper(), trailer=b"/Prev 0")
    start = whole.rindex(b"xref\n0")
    return whole.replace(b"/Prev 0", b"/Prev %d" % start)


def negative_numbers(dice: random.Random) -> bytes:
    objects = paper()
    objects[2] = b"<< /Type /Pages /Kids [3 0 R] /Count %d >>" % -dice.randrange(1, 2**40)
    objects[4] = b"<< /Length -%d >>\nstream\nx\nendstream" % dice.randrange(1, 2**31)
    return build(objects)


# --- too much -------------------------------------------------------------------------------------


def flate_bomb(dice: random.Random) -> bytes:
    """A page whose content unfolds to hundreds of megabytes."""
    packed = zlib.compress(b"0 0 m 9 9 l S\n" * dice.randrange(8_000_000, 15_000_000), 9)
    objects = paper()
    objects[4] = stream(packed, b"/Filter /FlateDecode")
    return build(objects)


def nested_flate_bomb(dice: random.Random) -> bytes:
    packed = bytes(dice.randrange(100_000_000, 250_000_000))
    times = 3
    for _ in range(times):
        packed = zlib.compress(packed, 9)
    objects = paper()
    objects[4] = stream(packed, b"/Filter [%s]" % (b"/FlateDecode " * times))
    return build(objects)


def object_stream_bomb(dice: random.Random) -> bytes:
    """An object stream of nothing but spaces, with a few objects announced in it."""
    body = b"10 0 11 2 " + b" " * dice.randrange(50_000_000, 150_000_000) + b"1 2"
    return build(
        paper(more={12: deflated(body, b"/Type /ObjStm /N %d /First 10" % dice.randrange(1, 9999))})
    )


def declared_image(dice: random.Random) -> bytes:
    """A picture said to be a hundred thousand pixels wide, with no pixels to speak of."""
    side = dice.choice([30_000, 65_535, 1_000_000, 2**31 - 1])
    image = deflated(
        b"\0" * 1000,
        b"/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceRGB"
        b" /BitsPerComponent 8" % (side, side),
    )
    page = b"/Resources << /XObject << /Im0 10 0 R >> >>"
    objects = paper(content=b"q 500 0 0 500 0 0 cm /Im0 Do Q", more={10: image})
    objects[3] = objects[3].replace(b"/Resources << /Font << /F1 5 0 R >> >>", page)
    return build(objects)


def giant_page(dice: random.Random) -> bytes:
    size = dice.choice([b"1e9", b"99999999999", b"14400000", b"3.4e38", b"2147483648"])
    box = dice.choice([b"[0 0 %s 842]", b"[0 0 595 %s]", b"[-%s 0 0 842]"])
    return build(paper(box=box % size))


def no_page_box(dice: random.Random) -> bytes:
    box = dice.choice([b"[0 0 0 0]", b"[]", b"null", b"[1 1 1 1]", b"[0 0 0.0001 0.0001]", b"(x)"])
    return build(paper(box=box))


def huge_user_unit(dice: random.Random) -> bytes:
    return build(paper(page=b"/UserUnit %d" % dice.randrange(10**3, 10**9)))


def huge_page_tree(dice: random.Random) -> bytes:
    """More pages than any book has."""
    count = dice.randrange(5_001, 15_000)
    objects = paper()
    objects[2] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (
        count,
        b" ".join(b"%d 0 R" % number for number in range(10, 10 + count)),
    )
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"
    return build(objects | dict.fromkeys(range(10, 10 + count), page))


def lying_page_count(dice: random.Random) -> bytes:
    objects = paper()
    objects[2] = b"<< /Type /Pages /Kids [3 0 R] /Count %d >>" % dice.randrange(10_000, 2**31)
    return build(objects)


def deep_page_tree(dice: random.Random) -> bytes:
    depth = dice.randrange(500, 20_000)
    objects = paper()
    objects[2] = b"<< /Type /Pages /Kids [10 0 R] /Count 1 >>"
    for level in range(10, 10 + depth):
        child = level + 1 if level < 9 + depth else 3
        objects[level] = b"<< /Type /Pages /Parent %d 0 R /Kids [%d 0 R] /Count 1 >>" % (
            level - 1 if level > 10 else 2,
            child,
        )
    return build(objects)


def deep_nesting(dice: random.Random) -> bytes:
    depth = dice.randrange(400, 100_000)
    opened, closed = dice.choice([(b"[", b"]"), (b"<< /A ", b" >>")])
    return build(paper(more={10: opened * depth + b"0" + closed * depth}))


def endless_pattern(dice: random.Random) -> bytes:
    """A page that draws a form that draws itself twice."""
    form = stream(
        b"/X Do /X Do",
        b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 10 0 R >> >>",
    )
    objects = paper(content=b"/X Do", more={10: form})
    objects[3] = objects[3].replace(b"/Font <<", b"/XObject << /X 10 0 R >> /Font <<")
    return build(objects)


def doubling_forms(dice: random.Random) -> bytes:
    """Forms that each draw the next one ten times: ten to the power of their number."""
    depth = dice.randrange(8, 14)
    forms = {}
    for number in range(10, 10 + depth):
        forms[number] = stream(
            b"/X Do " * 10 if number < 9 + depth else b"0 0 m 9 9 l S",
            b"/Type /XObject /Subtype /Form /BBox [0 0 9 9]"
            b" /Resources << /XObject << /X %d 0 R >> >>" % (number + 1),
        )
    objects = paper(content=b"/X Do", more=forms)
    objects[3] = objects[3].replace(b"/Font <<", b"/XObject << /X 10 0 R >> /Font <<")
    return build(objects)


def tiny_tiles(dice: random.Random) -> bytes:
    """A pattern with a step of next to nothing, laid over a whole page."""
    pattern = stream(
        b"0 0 1 1 re f",
        b"/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 1 1]"
        b" /XStep 0.00%d /YStep 0.001 /Resources << >>" % dice.randrange(1, 9),
    )
    content = b"/Pattern cs /P scn 0 0 595 842 re f"
    objects = paper(content=content, more={10: pattern})
    objects[3] = objects[3].replace(b"/Font <<", b"/Pattern << /P 10 0 R >> /Font <<")
    return build(objects)


# --- circles --------------------------------------------------------------------------------------


def page_tree_circle(dice: random.Random) -> bytes:
    objects = paper()
    objects[2] = b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Count %d >>" % dice.randrange(1, 99)
    return build(objects)


def page_tree_circle_below(dice: random.Random) -> bytes:
    objects = paper(more={10: b"<< /Type /Pages /Parent 2 0 R /Kids [2 0 R] /Count 1 >>"})
    objects[2] = b"<< /Type /Pages /Kids [3 0 R 10 0 R] /Count 2 >>"
    return build(objects)


def outline_circle(dice: random.Random) -> bytes:
    more = {
        10: b"<< /Type /Outlines /First 11 0 R /Last 11 0 R /Count 1 >>",
        11: b"<< /Title (Again) /Parent 10 0 R /Next 11 0 R /First 11 0 R /Last 11 0 R >>",
    }
    return build(paper(catalog=b"/Outlines 10 0 R", more=more))


def name_tree_circle(dice: random.Random) -> bytes:
    more = {10: b"<< /Kids [11 0 R 10 0 R] >>", 11: b"<< /Limits [(a) (b)] /Kids [10 0 R] >>"}
    return build(paper(catalog=b"/Names << /Dests 10 0 R >>", more=more))


def parent_circle(dice: random.Random) -> bytes:
    objects = paper()
    objects[2] = b"<< /Type /Pages /Parent 2 0 R /Kids [3 0 R] /Count 1 >>"
    objects[3] = objects[3].replace(b"/MediaBox [0 0 595 842]", b"")
    return build(objects)


def length_circle(dice: random.Random) -> bytes:
    """A stream whose length is the stream itself."""
    objects = paper()
    objects[4] = b"<< /Length 4 0 R >>\nstream\nBT ET\nendstream"
    return build(objects)


def object_stream_circle(dice: random.Random) -> bytes:
    body = b"10 0 << >>"
    packed = stream(body, b"/Type /ObjStm /N 1 /First 5 /Extends 12 0 R")
    return build(paper(more={12: packed}))


# --- programs and attachments ---------------------------------------------------------------------

_SCRIPT = b"app.alert\\(1\\)"


def _places(action: bytes) -> list[Objects]:
    """An action in every place that a reader would take it from, and in some that few look at."""
    deep = b"<< /A [<< /B << /C [%s] >> >>] >>" % action
    return [
        paper(catalog=b"/OpenAction %s" % action),
        paper(catalog=b"/OpenAction 10 0 R", more={10: action}),
        paper(catalog=b"/AA << /WC %s >>" % action),
        paper(page=b"/AA << /O 10 0 R >>", more={10: action}),
        paper(
            page=b"/Annots [10 0 R]",
            more={10: b"<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A %s >>" % action},
        ),
        paper(
            catalog=b"/Names << /JavaScript 10 0 R >>",
            more={10: b"<< /Names [(x) 11 0 R] >>", 11: action},
        ),
        paper(
            catalog=b"/OpenAction 10 0 R",
            more={10: b"<< /S /URI /URI (https://example.org) /Next [11 0 R] >>", 11: action},
        ),
        paper(
            catalog=b"/Outlines 10 0 R",
            more={
                10: b"<< /First 11 0 R /Last 11 0 R /Count 1 >>",
                11: b"<< /Title (x) /Parent 10 0 R /A %s >>" % action,
            },
        ),
        # Nothing refers to it, until an update of the file does.
        paper(more={10: deep}),
    ]


def _action(dice: random.Random, action: bytes) -> Objects:
    return dice.choice(_places(action))


def javascript(dice: random.Random) -> bytes:
    return build(_action(dice, b"<< /S /JavaScript /JS (%s) >>" % _SCRIPT))


def javascript_in_a_stream(dice: random.Random) -> bytes:
    objects = _action(dice, b"<< /S /JavaScript /JS 20 0 R >>")
    return build(objects | {20: deflated(b"app.alert(1)")})


def javascript_by_another_spelling(dice: random.Random) -> bytes:
    """Names may be written with the numbers of their letters."""
    letters = b"".join(
        b"#%02x" % letter if dice.random() < 0.5 else bytes([letter]) for letter in b"JavaScript"
    )
    return build(_action(dice, b"<< /#53 /%s /#4a#53 (%s) >>" % (letters, _SCRIPT)))


def rendition_javascript(dice: random.Random) -> bytes:
    return build(_action(dice, b"<< /S /Rendition /OP 0 /JS (%s) >>" % _SCRIPT))


def packed_away(dice: random.Random) -> bytes:
    """In an object stream, where no search of the bytes finds it."""
    action = dice.choice(
        [b"<< /S /JavaScript /JS (%s) >>" % _SCRIPT, b"<< /S /JavaScript /JS <6170702e> >>"]
    )
    # The last place is not packed away but left out: nothing refers to it.
    with pikepdf.open(io.BytesIO(build(dice.choice(_places(action)[:-1])))) as pdf:
        out = io.BytesIO()
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def launch(dice: random.Random) -> bytes:
    kind = dice.choice([b"Launch", b"SubmitForm", b"ImportData", b"#4Caunch"])
    return build(_action(dice, b"<< /S /%s /F (calc.exe) >>" % kind))


def attachment(dice: random.Random) -> bytes:
    entries = dice.choice([b"/Type /EmbeddedFile", b"", b"/Type /Embedded#46ile"])
    file = deflated(dice.randbytes(200), entries)
    spec = b"<< /Type /Filespec /F (a.exe) /EF << /F 11 0 R >> >>"
    where = dice.randrange(3)
    if where == 0:
        names = b"/Names << /EmbeddedFiles << /Names [(a) 10 0 R] >> >>"
        return build(paper(catalog=names, more={10: spec, 11: file}))
    if where == 1:
        note = b"<< /Type /Annot /Subtype /FileAttachment /Rect [0 0 9 9] /FS 10 0 R >>"
        return build(paper(page=b"/Annots [12 0 R]", more={10: spec, 11: file, 12: note}))
    return build(paper(catalog=b"/AF [10 0 R]", more={10: spec, 11: file}))


def embedded_goto(dice: random.Random) -> bytes:
    return build(_action(dice, b"<< /S /GoToE /T << /R /C /N (x) >> >>"))


def xfa(dice: random.Random) -> bytes:
    form = dice.choice([b"10 0 R", b"[(template) 10 0 R]"])
    more = {10: deflated(b"<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'/>")}
    return build(paper(catalog=b"/AcroForm << /Fields [] /XFA %s >>" % form, more=more))


def encrypted(dice: random.Random) -> bytes:
    with pikepdf.open(io.BytesIO(pdf_bytes(2))) as pdf:
        out = io.BytesIO()
        # With an empty password every reader opens it, and it still may not be printed or read out.
        user = dice.choice(["", "secret"])
        level = dice.choice([3, 4, 6])
        pdf.save(
            out,
            encryption=pikepdf.Encryption(
                owner="owner",
                user=user,
                R=level,  # type: ignore[arg-type]
                aes=level > 3,
                metadata=level > 3,
            ),
        )
    return out.getvalue()


KINDS: dict[str, tuple[Maker, str]] = {
    "truncated": (truncated, "any refusal"),
    "truncated, with an end": (truncated_with_an_end, ""),
    "not a PDF": (not_a_pdf, "any refusal"),
    "noise": (noise, "any refusal"),
    "bytes flipped": (flipped, ""),
    "pieces shuffled": (shuffled, ""),
    "wrong cross-references": (wrong_xref, ""),
    "cross-references to themselves": (xref_that_points_to_itself, ""),
    "negative numbers": (negative_numbers, ""),
    "flate bomb": (flate_bomb, ""),
    "nested flate bomb": (nested_flate_bomb, ""),
    "object stream bomb": (object_stream_bomb, ""),
    "declared image": (declared_image, ""),
    "giant page": (giant_page, ""),
    "no page box": (no_page_box, ""),
    "huge user unit": (huge_user_unit, ""),
    "huge page tree": (huge_page_tree, "too_many_pages"),
    "lying page count": (lying_page_count, ""),
    "deep page tree": (deep_page_tree, ""),
    "deep nesting": (deep_nesting, ""),
    "endless pattern": (endless_pattern, ""),
    "doubling forms": (doubling_forms, ""),
    "tiny tiles": (tiny_tiles, ""),
    "circle of pages": (page_tree_circle, ""),
    "circle below": (page_tree_circle_below, ""),
    "circle of outlines": (outline_circle, ""),
    "circle of names": (name_tree_circle, ""),
    "circle of parents": (parent_circle, ""),
    "circle of lengths": (length_circle, ""),
    "circle of object streams": (object_stream_circle, ""),
    "JavaScript": (javascript, "javascript"),
    "JavaScript in a stream": (javascript_in_a_stream, "javascript"),
    "JavaScript by another spelling": (javascript_by_another_spelling, "javascript"),
    "JavaScript of a rendition": (rendition_javascript, "javascript"),
    "JavaScript packed away": (packed_away, "javascript"),
    "launch": (launch, "launch"),
    "attachment": (attachment, "embedded"),
    "embedded go-to": (embedded_goto, "embedded"),
    "XFA": (xfa, "javascript"),
    "encrypted": (encrypted, "password"),
}


def hostile(seed: int) -> Hostile:
    """The file of that seed; forty in a row have one of every kind."""
    names = list(KINDS)
    kind = names[seed % len(names)]
    make, must_be = KINDS[kind]
    return Hostile(kind, make(random.Random(seed)), must_be)  # noqa: S311 - the same each time
