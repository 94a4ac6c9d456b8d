"""Drawing a picture anew, so that nothing of its file is kept: no place, no camera, no preview, nothing appended.

Runs in a process of its own, see `apart.py`; nothing here knows Django.
"""

from io import BytesIO

from PIL import Image, ImageCms, ImageOps

from articles.pictures.redrawn import Redrawn

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "GIF")
MOST_PIXELS = 50_000_000
WIDEST, TALLEST = 1600, 3200  # pixels of what is kept
MASTER_QUALITY, WEBP_QUALITY, AVIF_QUALITY = 90, 80, 52
FEW_COLOURS = 4096  # a drawing, a diagram or a screenshot: smaller and sharper without loss
SWAPS_SIDES = frozenset({5, 6, 7, 8})  # values of the orientation that turn a picture by a quarter
ORIENTATION = 0x0112
SIXTEEN_BITS = ("I", "F")
INDEXED = frozenset({"1", "P", "PA"})  # made smaller as they are, their lines would break

# Pillow refuses by itself, from the header alone, what has more than twice as many.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS // 2


def redraw(content: bytes) -> Redrawn:
    """Return the picture of a file upright, in sRGB, no wider than WIDEST, on white; of a moving one the first frame.

    Raises:
        Image.DecompressionBombError: it has more than MOST_PIXELS; nothing was decoded.
        OSError: the file is damaged.
    """
    with Image.open(BytesIO(content), formats=FORMATS) as opened:
        turned = opened.getexif().get(ORIENTATION, 1)
        profile = opened.info.get("icc_profile")
        box = (TALLEST, WIDEST) if turned in SWAPS_SIDES else (WIDEST, TALLEST)
        picture = opened.convert("RGBA") if opened.mode in INDEXED else opened
        picture.thumbnail(box, Image.Resampling.LANCZOS, reducing_gap=3.0)  # of a JPEG no more is decoded than needed
        upright = ImageOps.exif_transpose(picture)
    drawn = on_white(in_srgb(upright, profile))
    return Redrawn(drawn.width, drawn.height, smaller_webp(drawn, MASTER_QUALITY))


def in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Return the picture in the colours that browsers assume; a profile that cannot be read is left out."""
    if not profile or picture.mode not in {"RGB", "RGBA", "CMYK", "L"}:
        return picture
    try:
        own = ImageCms.ImageCmsProfile(BytesIO(profile))
        mode = "RGBA" if picture.mode == "RGBA" else "RGB"
        changed = ImageCms.profileToProfile(picture, own, ImageCms.createProfile("sRGB"), outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture
    return changed or picture


def on_white(picture: Image.Image) -> Image.Image:
    """Return a fresh opaque picture, without anything that its file said.

    What was transparent becomes white: dark lines on nothing could not be seen on a dark page.
    """
    if picture.mode.startswith(SIXTEEN_BITS):
        picture = picture.point(lambda value: value / 256).convert("L")
    paper = Image.new("RGB", picture.size, "white")
    if picture.has_transparency_data:
        layer = picture.convert("RGBA")
        paper.paste(layer, mask=layer)
    else:
        paper.paste(picture.convert("RGB"))
    return paper


def is_flat(picture: Image.Image) -> bool:
    """Tell whether a picture has few colours."""
    return picture.getcolors(FEW_COLOURS) is not None


def smaller_webp(picture: Image.Image, quality: int) -> bytes:
    """Return the picture as WebP; a flat one without loss, where that is smaller."""
    lossy = written(picture, "WEBP", quality=quality, method=4)
    exact = written(picture, "WEBP", lossless=True, method=4) if is_flat(picture) else lossy
    return min(exact, lossy, key=len)


def draw_file(master: Image.Image, width: int, kind: str) -> bytes:
    """Return one of the files that a page offers; `master` is at least so wide."""
    height = max(1, round(master.height * width / master.width))
    picture = master.resize((width, height), Image.Resampling.LANCZOS) if width != master.width else master
    if kind == "webp":
        return smaller_webp(picture, WEBP_QUALITY)
    sampling = "4:4:4" if is_flat(picture) else "4:2:0"
    return written(picture, "AVIF", quality=AVIF_QUALITY, speed=8, subsampling=sampling, max_threads=1)


def draw_files(content: bytes, names: list[str]) -> dict[str, bytes]:
    """Return the named files of a master, such as `800.avif`."""
    with Image.open(BytesIO(content), formats=["WEBP"]) as opened:
        master = opened.convert("RGB")
    files = {}
    for name in names:
        width, kind = name.split(".")
        files[name] = draw_file(master, int(width), kind)
    return files


def written(picture: Image.Image, format_name: str, **how: object) -> bytes:
    """Return a picture's file."""
    file = BytesIO()
    picture.save(file, format_name, **how)
    return file.getvalue()
