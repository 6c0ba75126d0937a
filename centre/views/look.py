"""The style sheet: every component with invented people and sums, for whoever builds a page."""

from datetime import date, datetime

from django import forms
from django.conf import settings
from django.http import Http404
from django.shortcuts import render

from law.calendar import published_calendar
from law.statutes import article
from law.time_limits import Computation, last_day

TODAY = date(2026, 2, 11)


class SampleForm(forms.Form):
    decided_on = forms.DateField(
        label="受理日期",
        help_text="即收到完整材料之日，期限从次日起算。",
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    amount = forms.CharField(
        label="请求金额（元）",
        error_messages={"required": "请填写请求金额。"},
        widget=forms.TextInput(attrs={"class": "amount", "inputmode": "decimal"}),
    )
    channel = forms.ChoiceField(
        label="办理方式",
        widget=forms.RadioSelect,
        choices=[("mediate", "先行调解"), ("fast_track", "直接速裁")],
        error_messages={"required": "请选择办理方式。"},
    )
    mediator = forms.ChoiceField(
        label="调解员", required=False, choices=[("", "稍后分案"), ("1", "周敏"), ("2", "何建国")]
    )
    reason = forms.CharField(label="说明", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    explained = forms.BooleanField(label="已告知权利义务", required=False)


def look(request):
    if not (settings.DEBUG or request.user.has_perm("staff.manage_people")):
        raise Http404
    form = SampleForm({"decided_on": "2026-02-11"} if "refused" in request.GET else None)
    page = {
        "today": TODAY,
        "demo": True,
        "desks": [("#", "调解员", True), ("#", "中心主任", False)],
        "form": form,
        "deadlines": _deadlines(),
        **_SAMPLES,
    }
    if "public" in request.GET:
        return render(request, "components/look_public.html", page)
    return render(request, "components/look.html", page)


def _deadlines() -> list[Computation]:
    """One over, one today, one soon, one rolled over a holiday, one in an unpublished year."""
    calendar = published_calendar()
    triggers = [
        ("MED-07", date(2026, 1, 15)),
        ("MED-07", date(2026, 1, 27)),
        ("MED-05", date(2026, 2, 10)),
        ("JC-01", date(2026, 1, 20)),
        ("ARB-02", date(2026, 3, 2)),
    ]
    return [last_day(limit, trigger, calendar) for limit, trigger in triggers]


_NODES = [
    {"role": "建设单位", "name": "滨江新城开发建设有限公司", "liable": False},
    {"role": "施工总承包单位", "name": "宏建建筑工程集团有限公司", "liable": True},
    {"role": "分包单位", "name": "兴业建筑劳务分包有限责任公司滨江项目第三分公司", "liable": True},
    {"role": "班组", "name": "木工班组（班组长 刘志强）", "liable": False},
]
_EDGES = [
    {"source": 0, "target": 1, "words": "以未结清的工程款为限先行垫付", "article": "LIAB-03"},
    {"source": 1, "target": 2, "words": "先行清偿，可追偿", "article": "LIAB-01"},
    {"source": 2, "target": 3, "words": "直接责任", "article": "LIAB-01"},
    {"source": 1, "target": 3, "words": "总包代发工资", "article": ""},
]
_SAMPLES = {
    "nodes": _NODES,
    "edges": _EDGES,
    "tabs": [
        {"url": "?", "label": "待办", "count": 6, "active": True},
        {"url": "?", "label": "今日", "count": 4, "active": False},
        {"url": "?", "label": "超期", "count": 1, "active": False},
        {"url": "?", "label": "待签", "count": 2, "active": False},
        {"url": "?", "label": "已结", "count": 201, "active": False},
    ],
    "cases": [
        {
            "number": "滨调2026-0077",
            "parties": "赵永福等3人 / 兴业劳务",
            "site": "滨江一号三标段",
            "fen": 9_000_000,
            "state": "待签 1人",
            "due_on": date(2026, 1, 30),
            "card": "RED",
            "late": 12,
        },
        {
            "number": "滨调2026-0081",
            "parties": "李国安等7人 / 宏建集团",
            "site": "滨江一号二标段",
            "fen": 32_400_000,
            "state": "调解中，到场 6/9",
            "due_on": date(2026, 2, 11),
            "card": "",
            "late": 0,
        },
        {
            "number": "滨调2026-0084",
            "parties": "王秀兰 / 鑫盛劳务",
            "site": "城南快速路",
            "fen": 1_850_000,
            "state": "已通知，未开始",
            "due_on": date(2026, 2, 13),
            "card": "",
            "late": 0,
        },
        {
            "number": "滨调2026-0085",
            "parties": "欧阳建军等12人 / 远大装饰",
            "site": "市民中心改造",
            "fen": 60_100_000,
            "state": "待受理",
            "due_on": date(2026, 3, 2),
            "card": "",
            "late": 0,
        },
    ],
    "entries": [
        {
            "at": datetime(2026, 2, 11, 10, 21),
            "title": "企业方提出方案",
            "by": "周敏",
            "private": True,
            "words": "愿在春节前付一半，其余三月底前付清。",
        },
        {
            "at": datetime(2026, 2, 11, 9, 12),
            "title": "调解会开始",
            "by": "周敏",
            "words": "宣布纪律，核对到场人员，9人中6人到场。",
        },
        {
            "at": datetime(2026, 2, 6, 15, 40),
            "title": "送达调解通知",
            "by": "何建国",
            "words": "宏建集团签收。",
            "url": "#",
            "paper": "调解通知书（滨调通〔2026〕81号）",
        },
        {"at": datetime(2026, 2, 5, 11, 2), "title": "受理", "by": "孙丽"},
    ],
    "papers": [
        {
            "name": "调解协议书",
            "url": "#",
            "number": "滨调协〔2026〕81号",
            "version": 3,
            "state": "待签 2人",
            "code": "7K4M-29XQ",
        },
        {"name": "司法确认申请书", "url": "#", "number": "", "version": 1, "state": "草拟"},
        {
            "name": "调解协议书",
            "url": "#",
            "number": "滨调协〔2026〕81号",
            "version": 2,
            "state": "已作废",
            "superseded": True,
        },
    ],
    "jobs": [
        {"words": "打印协议 300份", "done": 182, "total": 300},
        {"words": "导出二月台账", "finished": True, "result_url": "#"},
        {
            "words": "生成移交材料包",
            "failed": "周建平的授权委托书还没有上传，补齐后重新生成。",
        },
    ],
    "terms": [
        {"label": "总额", "before": "324,000.00元", "after": "324,000.00元"},
        {"label": "第一期", "before": "2026年2月28日前付50%", "after": "2026年2月13日前付60%"},
        {"label": "违约", "before": "", "after": "任何一期逾期，全部剩余款项立即到期"},
    ],
    "present": [
        {
            "name": "李国安",
            "side": "申请人",
            "state": "present",
            "words": "在线",
            "as_whom": "代表7人",
        },
        {"name": "孙桂芳", "side": "申请人", "state": "present", "words": "到场"},
        {"name": "周建平", "side": "申请人", "state": "away", "words": "掉线2分钟"},
        {
            "name": "马超",
            "side": "宏建集团",
            "state": "present",
            "words": "到场",
            "as_whom": "委托代理人",
        },
        {"name": "刘志强", "side": "班组长", "state": "absent", "words": "未到"},
    ],
    "audiences": [
        {"value": "all", "label": "全体", "active": False},
        {"value": "workers", "label": "仅工人方", "private": True, "active": True},
        {"value": "employers", "label": "仅企业方", "private": True, "active": False},
    ],
    "requirements": [
        {"words": article(id).effect, "article": id} for id in ("MED-05", "LIAB-01", "LIAB-03")
    ],
}
