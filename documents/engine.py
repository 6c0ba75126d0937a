"""
Which program makes the papers: what decides their bytes besides template, data and fonts.

The version is computed from the source that draws and the libraries it draws with, so nobody can
forget to raise it.
"""

import hashlib
import zlib
from functools import lru_cache
from importlib.metadata import version as installed
from pathlib import Path

_HERE = Path(__file__).parent
_SOURCES = (
    *("render.py", "docxzip.py", "qr.py", "layout/*.py"),
    *("pdf.py", "pdffile.py", "embedding.py", "colour.py"),
)
_LIBRARIES = ("docxtpl", "Jinja2", "lxml", "reportlab", "pillow")


@lru_cache(maxsize=1)
def version() -> str:
    """As stored with a paper: a digest of our source, then the libraries and their versions."""
    digest = hashlib.sha256()
    for pattern in _SOURCES:
        for path in sorted(_HERE.glob(pattern)):
            digest.update(f"{path.relative_to(_HERE)}\0".encode() + path.read_bytes() + b"\0")
    libraries = [f"{name} {installed(name)}" for name in _LIBRARIES]
    libraries.append(f"zlib {zlib.ZLIB_RUNTIME_VERSION}")
    return f"{digest.hexdigest()[:12]}（{'、'.join(libraries)}）"
