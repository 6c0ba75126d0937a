"""
The tags of a template, read paragraph by paragraph against the fields of its contract.

The tags may use a small part of Jinja: fields, conditions, loops over tables, some filters. What
is not known here is refused, so that no template reaches the program behind it.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from jinja2 import TemplateSyntaxError, nodes
from lxml import etree

from documents.layout.vocabulary import W
from documents.lint.findings import ERROR, NUMBERED, WARNING, Finding, Part, Shape, shortened, words
from documents.render import environment

LOOPS_AT_MOST = 3
DEPTH_AT_MOST = 15
METHODS = {
    **dict.fromkeys(("splitlines", "split"), "条目"),
    **dict.fromkeys(("startswith", "endswith"), "是否"),
    **dict.fromkeys(("strip", "lstrip", "rstrip"), "文字"),
}
TABLES_IN_TABLES_AT_MOST = 2
FILTERS = frozenset(
    (
        *("money", "rmb", "cn_date", "cn_date_upper", "cn_num", "idmask", "laws"),
        *("replace", "join", "map", "length", "count", "default", "d", "first", "last"),
        *("trim", "upper", "selectattr", "rejectattr", "list", "unique", "sort", "reverse"),
        *("select", "reject"),
    )
)
TESTS = frozenset(
    ("defined", "undefined", "none", "true", "false", "odd", "even", "equalto", "eq", "ne")
)

TAG = re.compile(r"\{\{(?P<print>.*?)\}\}|\{%(?P<do>.*?)%\}|\{#.*?#\}", re.S)
_LITERAL = re.compile(r"\{_[{%]|[}%]_\}")
_HALF = re.compile(r"\{[{%#]|[}%#]\}")
_FULL_WIDTH = re.compile(r"[\uff5b][\uff5b％%{]|[{][\uff5b％]|[\uff5d％%}][\uff5d]")
_PREFIX = re.compile(r"(p|tr|tc|r)(?=\s)")
_WORDS_OF_DOCXTPL = re.compile(r"(vm|hm)$|(colspan|cellbg)\s+(.*)$", re.S)
_QUOTES = str.maketrans("‘’“”", "''\"\"")
_WRITTEN_BY_WORD = re.compile(
    r"(?<![\w.])[\w.]*[，。；：（）\uff3b\uff3d\uff5c＝\uff5b\uff5d％][\w.]*"
)
_ANY = Shape("", "", "任意")
_LOOP = Shape("loop", "循环", "循环")
_NUMBER = Shape("", "", "数目")
_PRINTED = Shape("", "", "文字")
_FLAG = Shape("", "", "是否")
_VARIABLE = Shape("", "", "变量")
_SOME = Shape("", "", "条目")
_TABLE_OF_WORDS = Shape("", "", "对照")
_MEMBERS = {"金额": ("digits", "grouped", "upper"), "日期时间": ("iso", "text")}
_OF_LOOP = frozenset(("index", "index0", "first", "last", "length", "revindex", "revindex0"))
_NEEDS = {
    "money": "金额",
    "rmb": "金额",
    "cn_date": "日期",
    "cn_date_upper": "日期",
    "cn_num": "数目",
    "laws": "文字",
}
_LISTS = ("表", "条目")
_TYPED = ("表", "条目", "栏组", "金额", "日期", "日期时间", "对照")
_PLAIN = ("文字", "长文字", "选项", "日期", "数目", "是否")


class _Refused(Exception):
    """Something in one tag; the sentence says what."""

    def __init__(self, message: str, level: str = ERROR) -> None:
        super().__init__(message)
        self.level = level


@dataclass
class _Open:
    """A statement that waits for its end: what it is, where, what it names inside."""

    word: str
    finding_at: tuple[str, str]
    names: dict[str, tuple[Shape, str]] = field(default_factory=dict)
    path: str = ""


class Tags:
    """Reads the tags of the parts in order, paragraph by paragraph."""

    def __init__(self, shapes: tuple[Shape, ...]) -> None:
        self.root = {shape.name: shape for shape in shapes}
        self.findings: list[Finding] = []
        self.used: dict[str, list[str]] = {}
        self.open: list[_Open] = []
        self.set: dict[str, tuple[Shape, str]] = {}
        self.place = ""
        self.text = ""
        self.depth = 0

    def read(self, part: Part) -> None:
        self.open, self.set = [], {}
        for paragraph in part.root.iter(W + "p"):
            text = words(paragraph)
            self.place = f"{part.place}第{paragraph.get(NUMBERED)}段"
            self.text = shortened(text)
            if _HALF.search(_LITERAL.sub("", text)) or _FULL_WIDTH.search(text):
                self._paragraph(paragraph, _LITERAL.sub("", text))
        for left in self.open:
            place, text = left.finding_at
            message = f"{{% {left.word} %}} 没有对应的 {{% end{left.word} %}}。"
            self.findings.append(Finding(ERROR, place, text, message))

    def _paragraph(self, paragraph: etree._Element, text: str) -> None:
        for match in TAG.finditer(text):
            if match["print"] is None and match["do"] is None:
                continue
            content = match["print"] if match["do"] is None else match["do"]
            content = content.translate(_QUOTES)
            prefix = _PREFIX.match(content)
            try:
                if prefix:
                    content = content[prefix.end() :]
                    self._placed(prefix[1], match, paragraph, text)
                content = content.strip().removeprefix("-").removesuffix("-").strip()
                if match["do"] is None:
                    self._print(content)
                else:
                    self._statement(content)
            except _Refused as refused:
                self._say(refused.level, str(refused))
            except RecursionError:
                self._say(ERROR, "标记过于复杂。")
        rest = TAG.sub("", text)
        if _HALF.search(rest):
            self._say(
                ERROR,
                "标记没有写完整：一个标记从 {{ 到 }}（或者 {% 到 %}）要写在同一段里，"
                "花括号和百分号用半角。",
            )
        elif _FULL_WIDTH.search(rest):
            self._say(ERROR, "花括号或者百分号写成了全角，会原样印出来；请改成半角 {{ }}、{% %}。")

    def _say(self, level: str, message: str) -> None:
        self.findings.append(Finding(level, self.place, self.text, message))

    def _placed(
        self, prefix: str, match: re.Match[str], paragraph: etree._Element, text: str
    ) -> None:
        """A tag that stands for its whole paragraph, row or cell takes the rest away with it."""
        if prefix == "r":
            raise _Refused("不能用 {{r }}：数据都是纯文字，格式写在模板里。")
        if prefix == "p":
            rest = text.replace(match.group(), "", 1)
            what = "这一段"
        else:
            element = W + prefix
            holder = next(paragraph.iterancestors(element), None)
            if holder is None:
                raise _Refused(f"{{%{prefix} … %}} 只能写在表格里。")
            rest = "".join(words(p) for p in holder.iter(W + "p")).replace(match.group(), "", 1)
            what = "这一行" if prefix == "tr" else "这一格"
        if rest.strip():
            self._say(
                ERROR,
                f"{what}会被 {shortened(match.group(), 40)} 整个取代，"
                f"其余内容“{shortened(rest, 20)}”印不出来；请让这个标记单独占一段（一行、一格）。",
            )

    def _parsed(self, source: str, written: str) -> nodes.Node:
        try:
            return environment.parse(source).body[0]
        except TemplateSyntaxError as wrong:
            hint = ""
            if found := _WRITTEN_BY_WORD.search(written):
                hint = f"；“{found.group()}”里的标点是全角的，请改成半角"
            raise _Refused(
                f"标记写错了：{shortened(written)}{hint}（{wrong.message}）。"
            ) from wrong
        except (IndexError, OverflowError, ValueError) as wrong:
            raise _Refused(f"标记是空的或者写错了：{shortened(written, 40)}。") from wrong

    def _print(self, content: str) -> None:
        if len(content) > 1000:
            raise _Refused("标记过长。")
        output = self._parsed("{{ " + content + " }}", content)
        if not isinstance(output, nodes.Output) or len(output.nodes) != 1:
            raise _Refused(f"标记写错了：{shortened(content, 40)}。")
        self._printed(self._shape(output.nodes[0]), content)

    def _printed(self, shape: Shape, content: str) -> None:
        called = f"“{shape.label}”" if shape.label else "它"
        if shape.kind in ("栏组", *_LISTS):
            way = "用 {% for %} 逐行印" if shape.kind in _LISTS else "写明其中哪一栏"
            raise _Refused(f"{content} 是{shape.kind}，不能直接印出，请{way}。")
        if shape.kind in _MEMBERS:
            way = "|money（小写）或 |rmb（大写）" if shape.kind == "金额" else ".text"
            raise _Refused(f"{content} 是{shape.kind}，请在后面加 {way}。")
        if shape.kind == "日期":
            raise _Refused(f"{called}会印成 2026-09-28 的样子，通常应加 |cn_date。", WARNING)
        guarded = any(opened.word == "if" for opened in self.open)
        if not shape.required and shape.name and not guarded:
            raise _Refused(
                f"{called}可以为空，空的时候会印出 None；请写成 {{{{ {content} or '' }}}} "
                "或者用 {% if %} 包起来。",
                WARNING,
            )

    def _statement(self, content: str) -> None:
        if len(content) > 1000:
            raise _Refused("标记过长。")
        if own := _WORDS_OF_DOCXTPL.match(content):
            if own[3]:
                self._print(own[3])
            return
        word, _, rest = content.partition(" ")
        if word in ("endif", "endfor"):
            self._closes(word.removeprefix("end"))
        elif word in ("elif", "else"):
            self._other_branch(word, rest)
        elif word == "for":
            self._for(content)
        elif word == "if":
            self._opens("if")
            self._condition(rest)
        elif word == "set":
            self._set(content)
        else:
            raise _Refused(
                f"模板里不能用 {{% {shortened(word, 20)} %}}；可以用的是 for、if、elif、else、set。"
            )

    def _other_branch(self, word: str, condition: str) -> None:
        if word == "elif":
            self._condition(condition)
        if not self.open:
            raise _Refused(f"{{% {word} %}} 前面没有 {{% if %}}。")

    def _opens(self, word: str, **more: Any) -> None:
        self.open.append(_Open(word, (self.place, self.text), **more))

    def _closes(self, word: str) -> None:
        if not self.open or self.open[-1].word != word:
            waiting = f"，前面还没有结束的是 {{% {self.open[-1].word} %}}" if self.open else ""
            if any(opened.word == word for opened in self.open):
                while self.open[-1].word != word:
                    self.open.pop()
                self.open.pop()
            raise _Refused(f"{{% end{word} %}} 没有对应的 {{% {word} %}}{waiting}。")
        self.open.pop()

    def _condition(self, expression: str) -> None:
        found = self._parsed("{% if " + expression + " %}{% endif %}", expression)
        if not isinstance(found, nodes.If):
            raise _Refused(f"条件写错了：{shortened(expression, 40)}。")
        self._shape(found.test)

    def _set(self, content: str) -> None:
        found = self._parsed("{% " + content + " %}", content)
        if not isinstance(found, nodes.Assign):
            raise _Refused("{% set %} 只能写成 {% set 名称 = 值 %}。")
        target = found.target
        if isinstance(target, nodes.NSRef):
            if target.name not in self.set:
                raise _Refused("{% set %} 的左边只能是一个名称。")
            self._shape(found.node)
            return
        if not isinstance(target, nodes.Name):
            raise _Refused("{% set %} 的左边只能是一个名称。")
        if target.name in self.root or target.name == "loop":
            raise _Refused(f"“{target.name}”是栏目的名称，不能另外赋值。")
        # Where the value is refused, nothing more is said about the name.
        self.set[target.name] = (_ANY, "")
        self.set[target.name] = self._value(found.node)

    def _value(self, value: nodes.Node) -> tuple[Shape, str]:
        if isinstance(value, nodes.Call) and _name(value.node) == "namespace":
            if value.args or value.dyn_args or value.dyn_kwargs:
                raise _Refused("namespace 只能写成 namespace(名称=值)。")
            for keyword in value.kwargs:
                self._shape(keyword.value)
            return _VARIABLE, ""
        shape, path = self._shape_and_path(value)
        return (shape, path) if shape.kind in _TYPED else (_VARIABLE, "")

    def _for(self, content: str) -> None:
        before = len(self.open)
        try:
            self._loop(content)
        except _Refused:
            # Its end stands somewhere; that one is not wrong.
            if len(self.open) == before:
                self._opens("for", names=_AnyName())
            raise

    def _loop(self, content: str) -> None:
        found = self._parsed("{% " + content + " %}{% endfor %}", content)
        if not isinstance(found, nodes.For) or found.recursive:
            raise _Refused("循环只能写成 {% for 一行 in 表 %}。")
        if not isinstance(found.target, nodes.Name):
            raise _Refused("循环里每次只能取一个名称：{% for 一行 in 表 %}。")
        loops = [opened for opened in self.open if opened.word == "for"]
        if len(loops) >= LOOPS_AT_MOST:
            raise _Refused(f"循环最多套{LOOPS_AT_MOST}层。")
        table, path = self._shape_and_path(found.iter)
        if table.kind == "变量":
            path = f"set {_written(found.iter)}"
        if table.kind not in (*_LISTS, "变量", "任意"):
            raise _Refused(f"“{shortened(content, 40)}”里 in 后面的不是表，不能循环。")
        outer = [opened.path for opened in loops if "[]" not in opened.path]
        if path and path in [opened.path for opened in loops]:
            raise _Refused("不能在一张表的循环里再循环同一张表。")
        if "[]" not in path and len(outer) >= TABLES_IN_TABLES_AT_MOST:
            raise _Refused(f"最多{TABLES_IN_TABLES_AT_MOST}张表可以套在一起循环。")
        row = Shape("", table.label, "栏组", True, table.of) if table.kind == "表" else _PRINTED
        if table.kind in ("变量", "任意"):
            row = table
        inner = f"{path}[]" if path and table.kind in _LISTS else ""
        names = {found.target.name: (row, inner), "loop": (_LOOP, "")}
        self._opens("for", names=names, path=path)
        if found.test is not None:
            self._shape(found.test)

    def _shape(self, node: nodes.Node) -> Shape:
        return self._shape_and_path(node)[0]

    def _shape_and_path(self, node: nodes.Node) -> tuple[Shape, str]:
        read = getattr(self, f"_read_{type(node).__name__.lower()}", None)
        if read is None:
            raise _Refused(f"标记里不能用这种写法（{_CALLED.get(type(node).__name__, '运算')}）。")
        if self.depth >= DEPTH_AT_MOST:
            raise _Refused("标记过于复杂，请拆成几个。")
        self.depth += 1
        try:
            return read(node)
        finally:
            self.depth -= 1

    def _use(self, path: str) -> None:
        places = self.used.setdefault(path, [])
        if path and self.place not in places and len(places) < 20:
            places.append(self.place)

    def _read_name(self, node: nodes.Name) -> tuple[Shape, str]:
        for opened in reversed(self.open):
            if node.name in opened.names:
                return opened.names[node.name]
        if node.name in self.set:
            return self.set[node.name]
        if node.name not in self.root:
            raise _Refused(
                f"没有“{node.name}”这个栏目。{self._suggest(node.name, self.root.values())}"
            )
        self._use(node.name)
        return self.root[node.name], node.name

    @staticmethod
    def _suggest(name: str, shapes: Iterable[Shape]) -> str:
        known = {shape.name: shape for shape in shapes}
        if by_label := [shape.name for shape in known.values() if name in (shape.label,)]:
            return f"“{name}”应写作 {by_label[0]}。"
        close = difflib.get_close_matches(name, known, n=1, cutoff=0.6)
        return f"是不是 {close[0]}（{known[close[0]].label}）？" if close else ""

    def _read_getattr(self, node: nodes.Getattr) -> tuple[Shape, str]:
        return self._member(node.node, node.attr)

    def _member(self, owner: nodes.Node, name: str) -> tuple[Shape, str]:
        if name.startswith("_"):
            raise _Refused(f"不能用“{name}”：以下划线开头的名称不是栏目。")
        shape, path = self._shape_and_path(owner)
        if shape.kind in ("任意", "变量"):
            return shape, ""
        if shape.kind == "循环":
            if name not in _OF_LOOP:
                raise _Refused(f"loop 没有“{name}”；可以用 {'、'.join(sorted(_OF_LOOP))}。")
            return (_FLAG if name in ("first", "last") else _NUMBER), ""
        if shape.kind in _MEMBERS:
            if name not in _MEMBERS[shape.kind]:
                raise _Refused(
                    f"{shape.kind}没有“{name}”；可以用 {'、'.join(_MEMBERS[shape.kind])}。"
                )
            return _PRINTED, path
        if shape.kind in _LISTS:
            raise _Refused(
                f"“{shape.label}”是{shape.kind}，先用 {{% for %}} 取出一行，再取“{name}”。"
            )
        members = {child.name: child for child in shape.of}
        if shape.kind != "栏组" or name not in members:
            owner_name = f"“{shape.label}”" if shape.label else "这里"
            raise _Refused(f"{owner_name}没有“{name}”这一栏。{self._suggest(name, shape.of)}")
        inner = f"{path}.{name}" if path else ""
        if inner:
            self._use(inner)
        return members[name], inner

    def _read_getitem(self, node: nodes.Getitem) -> tuple[Shape, str]:
        shape, path = self._shape_and_path(node.node)
        place = node.arg
        if shape.kind == "对照":
            self._shape(place)
            return _PRINTED, ""
        if isinstance(place, nodes.Const) and isinstance(place.value, str):
            return self._member(node.node, place.value)
        if shape.kind not in (*_LISTS, "文字", "选项", "日期", "变量", "任意"):
            raise _Refused("方括号只能用于表和文字，如 workers[0]。")
        if isinstance(place, nodes.Slice):
            for edge in (place.start, place.stop):
                if place.step is not None or (edge is not None and not _is_small_number(edge)):
                    raise _Refused("方括号里只能写数，如 [:3]。")
            return (shape, path) if shape.kind in (*_LISTS, "变量", "任意") else (_PRINTED, "")
        if not _is_small_number(place):
            raise _Refused("方括号里只能写数，如 workers[0]。")
        if shape.kind == "表":
            return Shape("", shape.label, "栏组", True, shape.of), f"{path}[]"
        return (shape if shape.kind in ("变量", "任意") else _PRINTED), ""

    def _read_const(self, node: nodes.Const) -> tuple[Shape, str]:
        value = node.value
        if isinstance(value, str):
            if len(value) > 200:
                raise _Refused("标记里的文字过长，请写在标记外面。")
            return _PRINTED, ""
        if isinstance(value, bool) or value is None:
            return _FLAG, ""
        if not _is_small_number(node):
            raise _Refused("标记里的数过大，或者不是整数。")
        return _NUMBER, ""

    def _read_list(self, node: nodes.List) -> tuple[Shape, str]:
        if len(node.items) > 50 or any(self._shape(i).kind not in _PLAIN for i in node.items):
            raise _Refused("列表里只能写文字、数和单个的栏目。")
        return _SOME, ""

    _read_tuple = _read_list

    def _read_or(self, node: nodes.Or) -> tuple[Shape, str]:
        left, path = self._shape_and_path(node.left)
        right = self._shape(node.right)
        known = right if left.kind == "任意" else left
        return Shape(known.name, known.label, known.kind, right.required, known.of), path

    def _read_and(self, node: nodes.And) -> tuple[Shape, str]:
        self._shape(node.left)
        return self._shape_and_path(node.right)

    def _read_not(self, node: nodes.Not) -> tuple[Shape, str]:
        self._shape(node.node)
        return _FLAG, ""

    def _read_neg(self, node: nodes.Neg) -> tuple[Shape, str]:
        self._shape(node.node)
        return _NUMBER, ""

    def _read_compare(self, node: nodes.Compare) -> tuple[Shape, str]:
        self._shape(node.expr)
        for operand in node.ops:
            self._shape(operand.expr)
        return _FLAG, ""

    def _read_condexpr(self, node: nodes.CondExpr) -> tuple[Shape, str]:
        self._shape(node.test)
        if node.expr2 is not None:
            self._shape(node.expr2)
        shape, path = self._shape_and_path(node.expr1)
        return Shape(shape.name, shape.label, shape.kind, True, shape.of), path

    def _read_add(self, node: nodes.Add) -> tuple[Shape, str]:
        return self._joined(node.left, node.right)

    _read_sub = _read_add

    def _read_concat(self, node: nodes.Concat) -> tuple[Shape, str]:
        return self._joined(*node.nodes)

    def _joined(self, *operands: nodes.Node) -> tuple[Shape, str]:
        read = [self._shape_and_path(operand) for operand in operands]
        shapes = [shape for shape, _ in read]
        if {shape.kind for shape in shapes} == {"表"} and self._are_different_fields(
            operands, [path for _, path in read]
        ):
            members = {child.name: child for shape in shapes for child in shape.of}
            return Shape("", shapes[0].label, "表", True, tuple(members.values())), read[0][1]
        # A variable joined to itself doubles with every turn of a loop.
        if sum(shape.kind in ("变量", "任意") for shape in shapes) > 1:
            raise _Refused("相加的两边最多有一个是 {% set %} 得来的。")
        kinds = {shape.kind for shape in shapes}
        if kinds & {"表", "栏组", "金额", "日期时间"} or ("条目" in kinds and "变量" not in kinds):
            raise _Refused("表、栏组、金额和日期时间不能相加；合计由系统算好，作为栏目提供。")
        if any(shape.kind in ("变量", "任意") for shape in shapes):
            return _VARIABLE, ""
        return (_NUMBER if all(s.kind == "数目" for s in shapes) else _PRINTED), ""

    def _are_different_fields(self, operands: Iterable[nodes.Node], paths: list[str]) -> bool:
        """Tables of the contract, each once: kept in a variable, two could double each other."""
        names = {name.name for operand in operands for name in operand.find_all(nodes.Name)}
        names |= {_name(operand) for operand in operands}
        return all(paths) and len(set(paths)) == len(paths) and not names & self.set.keys()

    def _read_test(self, node: nodes.Test) -> tuple[Shape, str]:
        if node.name not in TESTS:
            raise _Refused(f"不能用“is {node.name}”。")
        self._shape(node.node)
        for value in node.args:
            self._shape(value)
        return _FLAG, ""

    def _read_call(self, node: nodes.Call) -> tuple[Shape, str]:
        if node.dyn_args or node.dyn_kwargs:
            raise _Refused("括号里不能写星号。")
        name = _name(node.node)
        if name == "range" and node.args and not node.kwargs:
            if len(node.args) < 3 and all(_is_small_number(arg, 100) for arg in node.args):
                return _SOME, ""
            raise _Refused("range 的数不能超过100。")
        if name == "dict" and not node.args and len(node.kwargs) <= 50:
            for keyword in node.kwargs:
                if self._shape(keyword.value).kind not in _PLAIN:
                    raise _Refused("dict 里只能写文字、数和单个的栏目。")
            return _TABLE_OF_WORDS, ""
        if isinstance(node.node, nodes.Getattr) and not node.kwargs:
            return self._method(node.node, node.args)
        raise _Refused(_cannot_call(name))

    def _method(self, method: nodes.Getattr, given: list[nodes.Expr]) -> tuple[Shape, str]:
        if _name(method.node) == "loop" and method.attr == "changed":
            for value in given:
                self._shape(value)
            return _FLAG, ""
        fixed = all(isinstance(value, nodes.Const) for value in given)
        if method.attr not in METHODS or len(given) > 1 or not fixed:
            raise _Refused(_cannot_call(method.attr))
        if self._shape(method.node).kind not in ("文字", "长文字", "选项", "日期", "变量", "任意"):
            raise _Refused(_cannot_call(method.attr))
        return Shape("", "", METHODS[method.attr]), ""

    def _read_filter(self, node: nodes.Filter) -> tuple[Shape, str]:
        if node.node is None or node.name not in FILTERS:
            raise _Refused(f"没有“|{node.name}”这个过滤器，可以用 {'、'.join(sorted(FILTERS))}。")
        if node.dyn_args or node.dyn_kwargs:
            raise _Refused(f"|{node.name} 的括号里只能写固定的值。")
        options = {k.key: k.value for k in node.kwargs}
        compares = node.name in ("selectattr", "rejectattr")
        for place, value in enumerate((*node.args, *options.values())):
            if not isinstance(value, nodes.Const) and not (compares and place == 2):
                raise _Refused(f"|{node.name} 的括号里只能写固定的值。")
            self._shape(value)
        shape, path = self._shape_and_path(node.node)
        needed = _NEEDS.get(node.name)
        if needed and shape.kind not in (needed, "任意", "变量"):
            called = f"“{shape.label}”" if shape.label else "前面的"
            raise _Refused(f"|{node.name} 只能用于{needed}，{called}是{shape.kind}。")
        return getattr(self, f"_filter_{node.name}", self._filter)(node, options, shape, path)

    def _filter(self, node, options, shape: Shape, path: str) -> tuple[Shape, str]:
        return _PRINTED, ""

    def _filter_replace(self, node, options, shape: Shape, path: str) -> tuple[Shape, str]:
        old, new = ([arg.value for arg in node.args] + ["", ""])[:2]
        if shape.kind in ("变量", "任意") and len(str(new)) > len(str(old)):
            raise _Refused("|replace 不能把 {% set %} 得来的文字换长。")
        inner: nodes.Node | None = node.node
        times = 1
        while isinstance(inner, nodes.Filter):
            times += inner.name == "replace"
            inner = inner.node
        if times > 4 or not isinstance(old, str) or not old or len(str(new)) > 40:
            raise _Refused("|replace 最多连用四次，换上的文字不超过40字。")
        return _PRINTED, ""

    def _filter_list(self, node, options, shape: Shape, path: str) -> tuple[Shape, str]:
        if "attribute" in options:
            self._column(options["attribute"].value, shape, path)
        if shape.kind not in (*_LISTS, "变量", "任意"):
            raise _Refused(f"|{node.name} 只能用于表和条目。")
        return shape, path

    _filter_unique = _filter_sort = _filter_reverse = _filter_list

    def _filter_select(self, node, options, shape: Shape, path: str) -> tuple[Shape, str]:
        if node.args or options:
            raise _Refused(f"|{node.name} 的括号里不能写东西。")
        return self._filter_list(node, options, shape, path)

    _filter_reject = _filter_select

    def _filter_length(self, node, options, shape: Shape, path: str) -> tuple[Shape, str]:
        return _NUMBER, ""

    _filter_count = _filter_length

    def _filter_map(self, node, options, shape: Shape, path: str) -> tuple[Shape, str]:
        if node.args or set(options) != {"attribute"} or shape.kind not in ("表", "任意"):
            raise _Refused("|map 只能写成 表|map(attribute='栏名')。")
        return self._column(options["attribute"].value, shape, path)

    def _column(self, name: object, shape: Shape, path: str) -> tuple[Shape, str]:
        if not isinstance(name, str) or not re.fullmatch(r"[A-Za-z]\w*", name):
            raise _Refused("attribute 只能写一个栏名。")
        if shape.kind == "任意":
            return _ANY, ""
        members = {child.name: child for child in shape.of}
        if name not in members:
            raise _Refused(f"“{shape.label}”没有“{name}”这一栏。{self._suggest(name, shape.of)}")
        self._use(f"{path}[].{name}")
        return Shape("", members[name].label, "条目"), ""

    def _filter_join(self, node, options, shape: Shape, path: str) -> tuple[Shape, str]:
        if "attribute" in options:
            self._column(options["attribute"].value, shape, path)
        elif shape.kind not in ("条目", "变量", "任意"):
            raise _Refused("|join 只能用于条目，或者表|map(attribute='栏名')。")
        return _PRINTED, ""

    def _filter_first(self, node, options, shape: Shape, path: str) -> tuple[Shape, str]:
        if shape.kind == "表":
            return Shape("", shape.label, "栏组", True, shape.of), f"{path}[]"
        return (_PRINTED if shape.kind == "条目" else _ANY), ""

    _filter_last = _filter_first

    def _filter_default(self, node, options, shape: Shape, path: str) -> tuple[Shape, str]:
        return Shape(shape.name, shape.label, shape.kind, True, shape.of), path

    _filter_d = _filter_default

    def _filter_selectattr(self, node, options, shape: Shape, path: str) -> tuple[Shape, str]:
        names = [arg.value for arg in node.args[:2]]
        if options or not names or len(node.args) > 3 or shape.kind not in ("表", "任意"):
            raise _Refused(f"|{node.name} 只能写成 表|{node.name}('栏名') 或再加 'equalto', '值'。")
        if len(names) > 1 and names[1] not in TESTS:
            raise _Refused(f"|{node.name} 不能用“{shortened(str(names[1]), 20)}”来比较。")
        self._column(names[0], shape, path)
        return shape, path

    _filter_rejectattr = _filter_selectattr


class _AnyName(dict):
    """The names inside a loop that could not be understood: nothing more is said about them."""

    def __contains__(self, name: object) -> bool:
        return True

    def __getitem__(self, name: str) -> tuple[Shape, str]:
        return _ANY, ""


_CALLED = {
    "Mul": "乘法",
    "Pow": "乘方",
    "Div": "除法",
    "FloorDiv": "除法",
    "Mod": "取余或者 % 格式",
    "Dict": "字典",
    "TemplateData": "标记外的文字",
}


def _cannot_call(name: str) -> str:
    return f"不能调用“{shortened(name, 30)}(…)”；要改变样子，用过滤器，如 |cn_date。"


def _written(node: nodes.Node) -> str:
    """A variable of {% set %} as it is written: reasons.n"""
    if isinstance(node, nodes.Getattr):
        return f"{_written(node.node)}.{node.attr}"
    return _name(node)


def _name(node: nodes.Node) -> str:
    return node.name if isinstance(node, nodes.Name) else ""


def _is_small_number(node: nodes.Node, most: int = 100_000) -> bool:
    if isinstance(node, nodes.Neg):
        node = node.node
    if not isinstance(node, nodes.Const) or isinstance(node.value, bool):
        return False
    return isinstance(node.value, int) and abs(node.value) <= most
