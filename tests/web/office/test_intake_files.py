"""Files that workers send: clean copies, and refusals that say why."""

import hashlib
import io
import struct
import zlib

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

from manumit.errors import RefusedError
from manumit.web.mailbox import files

GPS = "GPSLatitude-48.8584"


def jpeg(size: tuple[int, int] = (64, 48), *, turned: bool = False) -> bytes:
    image = Image.effect_noise(size, 60).convert("RGB")
    exif = Image.Exif()
    exif[0x010F] = "CanaryCamera"
    exif[0x9286] = GPS
    if turned:
        exif[0x0112] = 6
    place = exif.get_ifd(0x8825)
    place[1], place[2] = "N", (48.0, 51.0, 30.0)
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif, comment=b"CanaryComment")
    return out.getvalue()


def other(kind: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGBA", (20, 20), (255, 0, 0, 90)).save(out, kind)
    return out.getvalue()


def refusal(content: bytes, name: str = "file") -> str:
    with pytest.raises(RefusedError) as caught:
        files.clean(name, content)
    return caught.value.reason


def test_a_photo_loses_place_camera_and_comment_and_keeps_its_original() -> None:
    raw = jpeg()
    assert GPS.encode() in raw
    clean = files.clean("IMG_0042.jpg", raw)
    for canary in (GPS, "CanaryCamera", "CanaryComment", "Exif"):
        assert canary.encode() not in clean.copy
    copy = Image.open(io.BytesIO(clean.copy))
    assert not copy.getexif()
    assert (copy.size, clean.kind, clean.copied) == ((64, 48), "image/jpeg", True)
    assert clean.original == raw
    assert clean.digest == hashlib.sha256(raw).hexdigest()
    assert "IMG_0042" not in repr(clean)


def test_a_photo_is_turned_upright() -> None:
    copy = Image.open(io.BytesIO(files.clean("a.jpg", jpeg(turned=True)).copy))
    assert copy.size == (48, 64)


@pytest.mark.parametrize(("kind", "copy"), [("PNG", "image/png"), ("WEBP", "image/png")])
def test_other_pictures_are_drawn_anew(kind: str, copy: str) -> None:
    assert files.clean("a", other(kind)).kind == copy


def png_of(width: int, height: int) -> bytes:
    def chunk(name: bytes, body: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(name + body))
        return struct.pack(">I", len(body)) + name + body + check

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def test_a_picture_that_would_fill_the_memory_is_refused() -> None:
    assert refusal(png_of(60_000, 60_000)) == "file_bomb"
    assert refusal(png_of(8_000, 8_000)) == "file_bomb"


@pytest.mark.parametrize(
    "content",
    [
        b"<html><script>alert(1)</script></html>",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<?xml version='1.0'?><svg/>",
        b"GIF89a" + b"\0" * 40,
        b"PK\x03\x04" + b"\0" * 40,
        b"MZ" + b"\0" * 40,
        b" %PDF-1.7",
    ],
)
def test_what_is_no_picture_document_or_sound_is_refused(content: bytes) -> None:
    assert refusal(content, "photo.jpg") == "file_kind"


def test_an_empty_file_is_refused_as_such() -> None:
    assert refusal(b"") == "file_empty"


@pytest.mark.parametrize(
    "second", [b"<script>alert(1)</script>", b"<HTML>", b"%PDF-1.7", b"PK\x05\x06" + b"\0" * 18]
)
def test_a_photo_that_is_something_else_as_well_is_refused(second: bytes) -> None:
    assert refusal(jpeg() + second) == "file_mixed"


def test_a_damaged_photo_and_a_heic_are_refused_with_their_reasons() -> None:
    assert refusal(jpeg()[:300]) == "file_damaged"
    assert refusal(b"\0\0\0\x18ftypheic" + b"\0" * 40) == "file_heic"


def pdf(change: object = None, *, password: str = "") -> bytes:
    made = pikepdf.new()
    made.add_blank_page(page_size=(200, 200))
    page = made.pages[0].obj
    page.Contents = made.make_stream(b"BT /F1 12 Tf 20 100 Td (visible) Tj ET /X Do")
    page.Resources = Dictionary(
        Font=Dictionary(F1=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    )
    made.docinfo["/Author"] = "CanaryAuthor"
    with made.open_metadata() as metadata:
        metadata["dc:title"] = "CanaryTitle"
    action = Dictionary(S=Name.JavaScript, JS=String("app.alert('CanaryScript')"))
    made.Root.OpenAction = action
    made.Root.AA = Dictionary(WC=action)
    made.Root.AcroForm = Dictionary(XFA=made.make_stream(b"<xdp>CanaryForm</xdp>"), Fields=Array())
    page.AA = Dictionary(O=action)
    link = Dictionary(S=Name.URI, URI=String("https://canary.example/"))
    page.Annots = Array(
        [Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]), A=link)]
    )
    made.attachments["CanaryFile.exe"] = b"CanaryEmbedded"
    if callable(change):
        change(made)
    out = io.BytesIO()
    lock = pikepdf.Encryption(owner=password, user=password) if password else None
    made.save(out, encryption=lock or False)
    return out.getvalue()


def test_a_document_loses_all_that_acts_links_embeds_or_describes() -> None:
    clean = files.clean("contract.pdf", pdf())
    assert clean.kind == "application/pdf"
    opened = pikepdf.open(io.BytesIO(clean.copy))
    plain = io.BytesIO()
    opened.save(plain, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.all)
    assert b"Canary" not in plain.getvalue()
    assert b"canary" not in plain.getvalue()
    for word in (b"/JavaScript", b"/OpenAction", b"/AA", b"/Annots", b"/EmbeddedFile", b"/XFA"):
        assert word not in plain.getvalue()
    assert b"(visible)" in plain.getvalue()


def test_a_photo_in_a_document_loses_its_place() -> None:
    def put(made: pikepdf.Pdf) -> None:
        image = made.make_stream(
            jpeg(),
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=64,
            Height=48,
            ColorSpace=Name.DeviceRGB,
            BitsPerComponent=8,
            Filter=Name.DCTDecode,
        )
        made.pages[0].obj.Resources.XObject = Dictionary(X=image)

    clean = files.clean("scan.pdf", pdf(put))
    assert GPS.encode() not in clean.copy
    opened = pikepdf.open(io.BytesIO(clean.copy))
    image = opened.pages[0].Resources.XObject.X
    points = Image.open(io.BytesIO(image.read_raw_bytes()))
    points.load()
    assert points.size == (64, 48)


def test_a_document_that_reaches_outside_or_cannot_be_read_is_refused() -> None:
    def outside(made: pikepdf.Pdf) -> None:
        form = made.make_stream(b"", Type=Name.XObject, Subtype=Name.Form)
        form.F = Dictionary(Type=Name.Filespec, F=String("//host/share"))
        made.pages[0].obj.Resources.XObject = Dictionary(X=form)

    assert refusal(pdf(outside)) == "file_not_clean"
    assert refusal(pdf(password="secret")) == "file_password"
    assert refusal(b"%PDF-1.7 nothing") in ("file_damaged", "file_bomb")


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        (b"OggS", "audio/ogg"),
        (b"RIFF\0\0\0\0WAVE", "audio/wav"),
        (b"\0\0\0\x18ftypM4A ", "audio/mp4"),
        (b"#!AMR\n", "audio/amr"),
    ],
)
def test_a_recording_is_kept_as_it_is_and_says_that_there_is_no_clean_copy(
    start: bytes, kind: str
) -> None:
    clean = files.clean("voice", start + b"\0" * 100)
    assert (clean.kind, clean.copied, clean.copy) == (kind, False, b"")
    assert refusal(start + b"\0" * files.MOST_SOUND_BYTES) == "file_too_big"


def test_size_and_number_have_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    assert refusal(b"\xff\xd8\xff" + b"\0" * files.MOST_BYTES) == "file_too_big"
    with pytest.raises(RefusedError) as caught:
        files.clean_all([("a", b"")] * 6)
    assert caught.value.reason == "files_too_many"
    monkeypatch.setattr(files, "MOST_TOGETHER", 3)
    with pytest.raises(RefusedError) as caught:
        files.clean_all([("a", b"12"), ("b", b"34")])
    assert caught.value.reason == "files_too_big"


def test_a_name_is_shortened_to_what_can_be_shown() -> None:
    assert files.clean("x\u202e\n" + "n" * 300, b"OggS").name == "n" * files.NAME_LENGTH
