"""What the process that draws does with a wish: bytes come in, bytes go out."""

import base64
from typing import Any

from PIL import Image

from articles.pictures.redrawing import draw_files, redraw


def answer_to(wish: dict[str, Any]) -> dict[str, Any]:
    """Draw the files of a master that have `names`, else an upload; a `problem` is one of the codes of `errors.py`."""
    content = base64.b64decode(wish["content"])
    if wish["names"]:
        files = draw_files(content, wish["names"])
        return {"files": {name: base64.b64encode(file).decode() for name, file in files.items()}}
    try:
        drawn = redraw(content)
    except Image.DecompressionBombError:
        return {"problem": "too_many_pixels"}
    except MemoryError:
        return {"problem": "too_much"}
    except (OSError, SyntaxError, ValueError, EOFError):
        return {"problem": "damaged"}
    return {"width": drawn.width, "height": drawn.height, "master": base64.b64encode(drawn.master).decode()}
