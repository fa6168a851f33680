"""Makes a clean copy of a file, in a process of its own that can open and write nothing.

It is run by its path and knows nothing of the rest: bytes come in, a line of JSON and bytes go out.
The process has no environment, no key, little memory and little time. What it cannot clean, it
refuses. Pictures are drawn anew from their points alone. Of a PDF, pages and what they draw with
are kept; whatever acts, links, embeds or describes is left out.
"""

import io
import json
import resource
import sys
from typing import Any

MEMORY_BYTES = 1536 * 1024 * 1024
SECONDS = 20
MOST_POINTS = 50_000_000
MOST_SIDE = 3000
MOST_PAGES = 200
MOST_OBJECTS = 200_000

DAMAGED, TOO_MANY, NOT_CLEAN, PASSWORD = "damaged", "bomb", "not_clean", "password"

PAGE_KEYS = {"/Type", "/Parent", "/Contents", "/Resources", "/MediaBox", "/CropBox", "/Rotate"} | {
    "/Group",
    "/UserUnit",
}
LEFT_OUT = {
    *("/Metadata", "/PieceInfo", "/LastModified", "/StructParent", "/StructParents"),
    *("/OPI", "/Ref", "/AF", "/Alternates", "/SMaskInData", "/Measure", "/PtData"),
}
"""Keys that describe and that no drawing needs."""

ACTING = {
    *(
        "/A",
        "/AA",
        "/OpenAction",
        "/JS",
        "/JavaScript",
        "/EF",
        "/EmbeddedFiles",
        "/RichMediaContent",
    ),
    *("/XFA", "/AcroForm", "/Annots", "/URI", "/Launch", "/SubmitForm", "/F", "/FFilter", "/PS"),
}
"""Keys that a clean copy may not have anywhere."""

ACTING_KINDS = {"/JavaScript", "/Launch", "/URI", "/SubmitForm", "/GoToR", "/EmbeddedFile", "/PS"}


class Refused(Exception):
    """The file cannot be cleaned; the reason is a code."""


def picture(content: bytes, kind: str) -> tuple[str, bytes]:
    """A picture drawn anew: turned upright, without anything but its points."""
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = MOST_POINTS
    try:
        image: Image.Image = Image.open(io.BytesIO(content), formats=[kind])
        if image.width * image.height > MOST_POINTS:
            raise Refused(TOO_MANY)
        image.load()
        image = ImageOps.exif_transpose(image)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError):
        raise Refused(TOO_MANY) from None
    see_through = "A" in image.getbands() or "transparency" in image.info
    image = image.convert("RGBA" if see_through else "RGB")
    image.thumbnail((MOST_SIDE, MOST_SIDE))
    bare = Image.frombytes(image.mode, image.size, image.tobytes())
    out = io.BytesIO()
    if see_through or kind == "PNG":
        bare.save(out, "PNG")
        return "image/png", out.getvalue()
    bare.save(out, "JPEG", quality=88)
    return "image/jpeg", out.getvalue()


def document(content: bytes) -> tuple[str, bytes]:
    """A PDF with its pages and nothing else."""
    import pikepdf

    try:
        source = pikepdf.open(io.BytesIO(content))
    except pikepdf.PasswordError:
        raise Refused(PASSWORD) from None
    if not 0 < len(source.pages) <= MOST_PAGES:
        raise Refused(TOO_MANY)
    clean = pikepdf.new()
    for page in source.pages:
        for key in set(page.obj.keys()) - PAGE_KEYS:
            del page.obj[key]
        clean.pages.append(page)
    _strip(clean)
    out = io.BytesIO()
    clean.remove_unreferenced_resources()
    clean.save(out, compress_streams=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    again = pikepdf.open(io.BytesIO(out.getvalue()))
    if "/Info" in again.trailer or not _still(again):
        raise Refused(NOT_CLEAN)
    return "application/pdf", out.getvalue()


def _strip(pdf: Any) -> None:
    """Take out what describes; draw pictures in the file from their points alone."""
    import pikepdf

    for each in _dictionaries(pdf):
        for key in LEFT_OUT & set(each.keys()):
            del each[key]
        if not isinstance(each, pikepdf.Stream) or each.get("/Subtype") != "/Image":
            continue
        filters: Any = each.get("/Filter")
        found = [filters] if isinstance(filters, pikepdf.Name) else list(filters or [])
        names = [str(name) for name in found]
        if "/JPXDecode" in names:
            raise Refused(NOT_CLEAN)
        if names == ["/DCTDecode"]:
            bare = without_notes(each.read_raw_bytes())
            how: Any = each.get("/DecodeParms")
            each.write(bare, filter=pikepdf.Name.DCTDecode, decode_parms=how)
        elif "/DCTDecode" in names:
            raise Refused(NOT_CLEAN)


def _still(pdf: Any) -> bool:
    """Whether nothing in a PDF acts, links or embeds."""
    for each in _dictionaries(pdf):
        if ACTING & set(each.keys()) - _harmless(each):
            return False
        if str(each.get("/S", "")) in ACTING_KINDS or str(each.get("/Type", "")) in ACTING_KINDS:
            return False
        if str(each.get("/Subtype", "")) in ACTING_KINDS:
            return False
    return True


def _harmless(each: Any) -> set[str]:
    """Keys that a dictionary of fonts or drawings may use as its names."""
    import pikepdf

    kinds = pikepdf.Dictionary | pikepdf.Stream
    names = {"/A", "/F", "/PS"} & set(each.keys())
    if "/S" in each or not all(isinstance(each[key], kinds) for key in names):
        return set()
    return names


def _dictionaries(pdf: Any) -> Any:
    """All dictionaries of a PDF, also those inside others, each once."""
    import pikepdf

    waiting, seen = [(each, 0) for each in pdf.objects], 0
    while waiting:
        each, depth = waiting.pop()
        seen += 1
        if seen > MOST_OBJECTS or depth > 100:
            raise Refused(TOO_MANY)
        if isinstance(each, pikepdf.Array):
            waiting += [(part, depth + 1) for part in each if _inside(part)]
        elif isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
            yield each
            waiting += [(each[key], depth + 1) for key in list(each.keys()) if _inside(each[key])]


def _inside(part: Any) -> bool:
    """Whether a part is written inside its holder; others come by themselves."""
    import pikepdf

    return isinstance(part, pikepdf.Object) and not part.is_indirect


def without_notes(jpeg: bytes) -> bytes:
    """A JPEG without its notes (place, camera, comments); the points stay as they were."""
    out, at = bytearray(jpeg[:2]), 2
    while at + 4 <= len(jpeg):
        if jpeg[at] != 0xFF:
            raise Refused(DAMAGED)
        marker = jpeg[at + 1]
        if marker == 0xFF:  # filling
            at += 1
            continue
        if marker == 0xDA:  # from here on there are points
            end = jpeg.rfind(b"\xff\xd9")
            out += jpeg[at : end + 2 if end > at else len(jpeg)]
            return bytes(out)
        size = int.from_bytes(jpeg[at + 2 : at + 4], "big")
        note = (0xE1 <= marker <= 0xEF and marker != 0xEE) or marker == 0xFE
        if not note:
            out += jpeg[at : at + 2 + size]
        at += 2 + size
    raise Refused(DAMAGED)


def _shut() -> None:
    """From here on this process opens nothing and writes no file."""
    from PIL import Image

    Image.init()
    import pikepdf  # noqa: F401 - so that it is there once nothing opens

    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))


def main() -> None:
    """Read a file, write a line about it and its clean copy."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    kind = sys.argv[1]
    content = sys.stdin.buffer.read()
    _shut()
    try:
        made, copy = document(content) if kind == "PDF" else picture(content, kind)
    except Refused as refused:
        head, copy = {"refused": str(refused)}, b""
    except MemoryError:
        head, copy = {"refused": TOO_MANY}, b""
    except Exception:  # noqa: BLE001 - whatever a hostile file sets off, it is refused
        head, copy = {"refused": DAMAGED}, b""
    else:
        head = {"kind": made}
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + copy)


if __name__ == "__main__":
    main()
