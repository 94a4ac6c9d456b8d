"""What is said of a picture to those who cannot see it."""

import re

FILE_NAME = re.compile(r"(?:\S+|[\w() .-]+)\.(?:jpe?g|png|webp|avif|gif|heic|tiff?)", re.IGNORECASE)
CAMERA_NAME = re.compile(r"(?:img|dsc[nf]?|image|photo|pxl|screenshot)[ _-]*\d(?:[\w.-]| (?=\d))*", re.IGNORECASE)


def is_file_name(words: str) -> bool:
    """Tell whether the words are only what a camera, a phone or a program called the picture."""
    return bool(FILE_NAME.fullmatch(words) or CAMERA_NAME.fullmatch(words))
