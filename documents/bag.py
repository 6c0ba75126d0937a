"""
The packet as a BagIt bag (RFC 8493) in a zip: any BagIt tool checks it, without our system.

    packet/bagit.txt  bag-info.txt  manifest-sha256.txt  tagmanifest-sha256.txt
    packet/data/packet.json  00-全部材料.pdf  01-….pdf …

The same papers give the same bytes.
"""

import hashlib
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

ROOT = "packet"
SCHEMA = "https://json-schema.org/draft/2020-12/schema"
_UNSAFE = re.compile(r'[\\/:*?"<>|\s\x00-\x1f]+')
_WRITTEN = (1980, 1, 1, 0, 0, 0)


class Payload(NamedTuple):
    """One file of the bag by its name below data/."""

    name: str
    content: bytes


def file_name(no: int, title: str, suffix: str = ".pdf") -> str:
    """Return 03-调解协议书.pdf: in order, safe on every file system, short enough for zip tools."""
    return f"{no:02d}-{_UNSAFE.sub('_', title)[:60]}{suffix}"


def bag(payload: Iterable[Payload], *, about: dict[str, str], made_on: date) -> bytes:
    """
    Return the zip of a bag with `payload` and the lines of `about` in bag-info.txt.

    Raises:
        ValueError: two files of one name.
    """
    files = list(payload)
    if len({f.name for f in files}) != len(files):
        raise ValueError("two files of one name")
    size = sum(len(f.content) for f in files)
    info = {
        **about,
        "Bagging-Date": made_on.isoformat(),
        "Payload-Oxum": f"{size}.{len(files)}",
    }
    tags = {
        "bagit.txt": b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        "bag-info.txt": "".join(f"{k}: {_one_line(v)}\n" for k, v in info.items()).encode(),
        "manifest-sha256.txt": _manifest((f"data/{f.name}", f.content) for f in files),
    }
    tags["tagmanifest-sha256.txt"] = _manifest(tags.items())
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in tags.items():
            archive.writestr(_entry(f"{ROOT}/{name}"), content)
        for file in files:
            archive.writestr(_entry(f"{ROOT}/data/{file.name}"), file.content)
    return out.getvalue()


def faults(content: bytes) -> list[str]:
    """Return what is wrong with a bag, as any BagIt tool would find it; empty if it is whole."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            held = {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, zlib.error, OSError) as broken:
        return [f"压缩包打不开：{broken}"]
    found = []
    listed: set[str] = set()
    for manifest in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        lines = held.get(f"{ROOT}/{manifest}")
        if lines is None:
            found.append(f"缺{manifest}")
            continue
        for line in lines.decode().splitlines():
            digest, _, name = line.partition("  ")
            listed.add(f"{ROOT}/{name}")
            inside = held.get(f"{ROOT}/{name}")
            if inside is None:
                found.append(f"缺{name}")
            elif hashlib.sha256(inside).hexdigest() != digest:
                found.append(f"{name}与清单上的摘要不符")
    extra = held.keys() - listed - {f"{ROOT}/tagmanifest-sha256.txt"}
    return found + [f"清单上没有{name.removeprefix(f'{ROOT}/')}" for name in sorted(extra)]


def as_json(data: dict) -> bytes:
    return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True).encode()


def _manifest(files: Iterable[tuple[str, bytes]]) -> bytes:
    lines = (f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in files)
    return "".join(lines).encode()


def _one_line(text: str) -> str:
    return " ".join(str(text).split())


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _WRITTEN)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry
