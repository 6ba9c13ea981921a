"""What a picture's own bytes say of it, and bytes that lie."""

from __future__ import annotations

import struct
import zlib

import pytest

from pagearchive.model import Embedded
from pagearchive.parse.attribution.embedded import MAX_METADATA, credit_line, read_embedded

XMP = b"http://ns.adobe.com/xap/1.0/\x00"
PACKET = (
    "<x:xmpmeta><rdf:RDF><rdf:Description photoshop:Credit='' photoshop:Source=\"Skerry Archive\">"
    "<dc:creator><rdf:Seq><rdf:li>Ana Reis</rdf:li><rdf:li>Luc Martin</rdf:li></rdf:Seq></dc:creator>"
    "<dc:rights><rdf:Alt><rdf:li xml:lang='x-default'>© 2025 Skerry &amp; Sons</rdf:li></rdf:Alt></dc:rights>"
    "</rdf:Description></rdf:RDF></x:xmpmeta>"
).encode()


def segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def jpeg(*segments: bytes) -> bytes:
    return b"\xff\xd8" + segment(0xE0, b"JFIF\x00\x01\x02") + b"".join(segments) + b"\xff\xda\x00\x02\x00\xff\xd9"


def dataset(number: int, value: bytes, record: int = 2) -> bytes:
    return b"\x1c" + bytes([record, number]) + struct.pack(">H", len(value)) + value


def photoshop(iptc: bytes, size: int | None = None) -> bytes:
    resource = b"8BIM\x04\x04\x00\x00" + struct.pack(">I", len(iptc) if size is None else size) + iptc
    return segment(0xED, b"Photoshop 3.0\x00" + b"8BIM\x03\xed\x00\x00" + struct.pack(">I", 2) + b"ab" + resource)


def exif(**texts: bytes) -> bytes:
    """A TIFF structure with these texts, by hexadecimal tag ("t013B")."""
    entries, values = b"", b""
    start = 8 + 2 + 12 * len(texts) + 4
    for name, value in texts.items():
        entries += struct.pack("<HHII", int(name[1:], 16), 2, len(value), start + len(values))
        values += value
    return b"II*\x00" + struct.pack("<I", 8) + struct.pack("<H", len(texts)) + entries + b"\x00" * 4 + values


def png(*chunks: tuple[bytes, bytes]) -> bytes:
    made = (struct.pack(">I", len(body)) + kind + body + b"\x00" * 4 for kind, body in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(made)


IPTC = (
    dataset(90, b"\x1b%G", 1)
    + dataset(80, "José Pérez".encode())
    + dataset(110, b"AP")
    + dataset(120, b"The tower at dusk.")
)


def test_iptc_in_a_jpeg() -> None:
    found = read_embedded(jpeg(photoshop(IPTC)))
    assert found == Embedded(caption="The tower at dusk.", creator="José Pérez", credit="AP")
    assert credit_line(found) == "José Pérez/AP"


def test_iptc_in_latin_1() -> None:
    found = read_embedded(jpeg(photoshop(dataset(80, "José".encode("latin-1")))))
    assert found is not None
    assert found.creator == "José"


def test_xmp_in_a_jpeg_a_png_and_a_webp() -> None:
    wanted = Embedded(creator="Ana Reis; Luc Martin", credit="Skerry Archive", copyright="© 2025 Skerry & Sons")
    packed = b"XML:com.adobe.xmp\x00\x01\x00\x00\x00" + zlib.compress(PACKET)
    webp = (
        b"RIFF\x00\x00\x00\x00WEBP" + b"VP8 \x03\x00\x00\x00abc\x00" + b"XMP " + struct.pack("<I", len(PACKET)) + PACKET
    )
    for data in (jpeg(segment(0xE1, XMP + PACKET)), png((b"iTXt", packed)), webp):
        assert read_embedded(data) == wanted


def test_exif_and_the_texts_of_a_png() -> None:
    data = jpeg(segment(0xE1, b"Exif\x00\x00" + exif(t013B=b"Ana Reis\x00", t8298=b"(c) Skerry\x00")))
    assert read_embedded(data) == Embedded(creator="Ana Reis", copyright="(c) Skerry")
    assert read_embedded(png((b"tEXt", b"Author\x00Ana Reis"))) == Embedded(creator="Ana Reis")


def test_iptc_goes_before_xmp_and_xmp_before_exif() -> None:
    camera = segment(0xE1, b"Exif\x00\x00" + exif(t013B=b"Camera of Ana\x00"))
    found = read_embedded(jpeg(camera, segment(0xE1, XMP + PACKET), photoshop(dataset(80, b"A. Reis"))))
    assert found is not None
    assert (found.creator, found.credit) == ("A. Reis", "Skerry Archive")


def test_what_a_camera_writes_by_itself_is_nobodys_word() -> None:
    assert read_embedded(jpeg(segment(0xE1, b"Exif\x00\x00" + exif(t010E=b"OLYMPUS DIGITAL CAMERA  \x00")))) is None
    assert read_embedded(png((b"tEXt", b"Author\x00Unknown"))) is None


@pytest.mark.parametrize(
    ("embedded", "line"),
    [
        (Embedded(creator="Ana Reis", credit="Ana Reis/Reuters"), "Ana Reis/Reuters"),
        (Embedded(creator="Photo by Ana Reis"), "Ana Reis"),
        (Embedded(copyright="© 2025 Harbour Press"), "© 2025 Harbour Press"),
        (Embedded(caption="A tower"), None),
    ],
)
def test_the_line_of_credit(embedded: Embedded, line: str | None) -> None:
    assert credit_line(embedded) == line


HOSTILE = {
    "nothing": b"",
    "no picture": b"<html>8BIM",
    "a head and no more": b"\xff\xd8\xff\xed",
    "a segment longer than the file": b"\xff\xd8\xff\xed\xff\xffPhotoshop 3.0\x008BIM\x04\x04\x00\x00\xff\xff\xff\xff",
    "a segment of no length": b"\xff\xd8" + b"\xff\xe1\x00\x00" * 50_000,
    "fill bytes without end": b"\xff\xd8" + b"\xff" * 2_000_000,
    "small segments without end": b"\xff\xd8" + segment(0xE1, b"") * 300_000,
    "resources that overlap": jpeg(
        segment(0xED, b"Photoshop 3.0\x00" + b"8BIM\x04\x04\x00\x00\x00\x00\x00\x00" * 4000)
    ),
    "an extended length": jpeg(photoshop(b"\x1c\x02\x50\xff\xff" + b"x" * 100)),
    "elements that never end": jpeg(segment(0xE1, XMP + b"<dc:creator>" * 5000)),
    "a directory of 65,535 entries": jpeg(segment(0xE1, b"Exif\x00\x00II*\x00\x08\x00\x00\x00\xff\xff")),
    "a directory far away": jpeg(segment(0xE1, b"Exif\x00\x00II*\x00\xff\xff\xff\xff")),
    "a chunk longer than the file": png((b"tEXt", b"Author")) + b"\xff\xff\xff\xfftEXt",
    "chunks without end": png(*[(b"tEXt", b"")] * 100_000),
    "text that is not packed": png((b"iTXt", b"XML:com.adobe.xmp\x00\x01\x00\x00\x00not packed")),
    "a keyword alone": png((b"iTXt", b"Author")),
    "a WebP of one odd chunk": b"RIFF\x00\x00\x00\x00WEBPXMP \xff\xff\xff\xff",
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_hostile_bytes_say_nothing(data: bytes) -> None:
    assert read_embedded(data) is None


def test_packed_text_is_unpacked_only_so_far() -> None:
    bomb = zlib.compress(b" " * (64 << 20) + PACKET)
    assert read_embedded(png((b"iTXt", b"XML:com.adobe.xmp\x00\x01\x00\x00\x00" + bomb))) is None
    assert MAX_METADATA <= 1 << 20


def test_iptc_without_end_is_read_only_so_far() -> None:
    found = read_embedded(jpeg(photoshop(dataset(25, b"") * 2000 + dataset(80, b"Ana"))))
    assert found is None


def test_what_came_before_the_damage_stands() -> None:
    found = read_embedded(jpeg(photoshop(dataset(80, b"Ana Reis") + b"\x1c\x02\x6e\x7f\xff" + b"AP", size=1 << 30)))
    assert found is not None
    assert found.creator == "Ana Reis"
