"""What the court's clerk fills in, or the centre for a court outside: docketing, return, ruling."""

from django import forms

from cases.forms.fields import YuanField
from confirmation.choices import (
    REFUSAL_REASONS,
    REJECTION_REASONS,
    ReturnReason,
    RulingResult,
)
from confirmation.forms.filing import ScanField
from confirmation.models import Application, Packet
from confirmation.operations.court import Point, Unconfirmed
from mediation.forms.fields import ActForm, DayField


class PastDays(ActForm):
    """Days of what has happened: none of them lies ahead."""

    past = ("decided_on", "notice_on", "received_on", "ruled_on")

    def clean(self) -> dict:
        cleaned = super().clean()
        for name in self.past:
            if (day := cleaned.get(name)) and day > self.today:
                self.add_error(name, "日期不能晚于今天。")
        return cleaned


class ReceivedForm(PastDays):
    """The centre that enters a court's answer uploads what the court wrote."""

    def __init__(self, *args, outside: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.outside = outside
        if outside:
            self.fields["paper"] = ScanField(
                label="法院来文扫描件", help_text="PDF、JPG 或 PNG，20MB 以内。"
            )


class NumberField(forms.CharField):
    def __init__(self, **kwargs) -> None:
        shown = forms.TextInput(attrs={"placeholder": "（2026）冀0699民特12号", "size": 26})
        super().__init__(**{"label": "案号", "max_length": 60, "widget": shown} | kwargs)


class DocketForm(ReceivedForm):
    number = NumberField()
    decided_on = DayField(label="立案日期")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decided_on"].initial = self.today


class BatchDocketForm(ReceivedForm):
    """One number for each batch of the agreement; a row left empty is left alone."""

    decided_on = DayField(label="立案日期")

    def __init__(self, *args, waiting: list[Application], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.waiting = waiting
        self.fields["decided_on"].initial = self.today
        for one in waiting:
            self.fields[f"number_{one.pk}"] = NumberField(
                label=f"第{one.batch_no}批案号（{one.worker_count}人）", required=False
            )

    def clean(self) -> dict:
        cleaned = super().clean()
        numbers = [(one, cleaned.pop(f"number_{one.pk}", "")) for one in self.waiting]
        given = [(one, number) for one, number in numbers if number]
        if not given:
            self.add_error(None, "请至少填写一个案号。")
        return cleaned | {"numbers": given}


# What is asked for when the clerk writes nothing of their own.
ASKED = {
    ReturnReason.NO_SERVICE_ADDRESS: "补交本院格式的送达地址确认书",
    ReturnReason.NO_IDENTITY_PAPERS: "补交身份证明、资格证明",
    ReturnReason.NO_AUTHORITY: "补交写明特别授权的授权委托书",
    ReturnReason.LIST_MISMATCH: "核对清单、份数和页数后重新提交",
    ReturnReason.WRONG_SEAL: "加盖单位公章",
    ReturnReason.NAME_DIFFERS: "按证照更正当事人名称",
    ReturnReason.INDEFINITE_SUM_OR_DAY: "写明确定的金额和付款日期",
}
PRACTICE = tuple(r for r in ReturnReason if r.value >= "RR-20")
OTHERS = tuple(r for r in ReturnReason if "RR-05" < r.value < "RR-20")


def _choices(*groups) -> list:
    return [("", "没有问题"), *groups]


def _group(title: str, reasons) -> tuple:
    return (title, [(r.value, f"{r.value} {r.label}") for r in reasons])


class ReturnForm(ReceivedForm):
    """A reason on the very item, or on the application as a whole."""

    due_on = DayField(
        label="补正期限", required=False, help_text="三十日的申请期限不因退回而停止。"
    )
    notice_on = DayField(label="通知日期")

    def __init__(self, *args, packet: Packet, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["notice_on"].initial = self.today
        if self.outside:
            self.fields["received_on"] = DayField(label="中心收到日期", initial=self.today)
        self.items = list(packet.items.all())
        asked = _choices(
            _group("形式和材料", PRACTICE),
            _group("不予受理的情形", REFUSAL_REASONS),
            _group("其他", OTHERS),
        )
        for no, name in [(0, "整件申请"), *((i.no, i.name) for i in self.items)]:
            self.fields[f"code_{no}"] = forms.ChoiceField(
                label=f"{name}的理由", choices=asked, required=False
            )
            self.fields[f"what_{no}"] = forms.CharField(
                label=f"{name}的补正要求", max_length=300, required=False
            )

    def lines(self):
        for no, item in [(0, None), *((i.no, i) for i in self.items)]:
            yield item, self[f"code_{no}"], self[f"what_{no}"]

    def head_fields(self):
        return [f for f in self.visible_fields() if not f.name.startswith(("code_", "what_"))]

    def clean(self) -> dict:
        cleaned = super().clean()
        points = []
        for no, about in [(0, ""), *((i.no, i.name) for i in self.items)]:
            code = cleaned.pop(f"code_{no}", "")
            what = (cleaned.pop(f"what_{no}", "") or "").strip()
            if code:
                reason = ReturnReason(code)
                points.append(Point(reason, what or ASKED.get(reason, reason.label), about))
            elif what:
                self.add_error(f"code_{no}", "请选择理由。")
        if not points and not self.errors:
            self.add_error(None, "请在有问题的材料上选择理由。")
        return cleaned | {
            "points": points,
            "received_on": cleaned.get("received_on") or cleaned.get("notice_on"),
        }


class RefusalForm(ReceivedForm):
    code = forms.ChoiceField(
        label="不予受理的情形",
        choices=[(r.value, r.label) for r in REFUSAL_REASONS],
        widget=forms.RadioSelect,
    )
    what = forms.CharField(label="理由", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
    notice_on = DayField(label="通知日期")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["notice_on"].initial = self.today
        if self.outside:
            self.fields["received_on"] = DayField(label="中心收到日期", initial=self.today)

    def clean(self) -> dict:
        cleaned = super().clean()
        code, what = cleaned.pop("code", ""), cleaned.pop("what", "")
        points = [Point(ReturnReason(code), what)] if code and what else []
        return cleaned | {
            "points": points,
            "received_on": cleaned.get("received_on") or cleaned.get("notice_on"),
            "refused": True,
        }


REASONS = [("", "（请选择）"), *((r.value, r.label) for r in REJECTION_REASONS)]


class RulingForm(PastDays):
    """The ruling; the rows say when each party was served and what is left unconfirmed of whom."""

    result = forms.ChoiceField(label="结果", choices=RulingResult, widget=forms.RadioSelect)
    number = NumberField(label="裁定书案号", help_text="须与立案的案号一致。")
    ruled_on = DayField(label="裁定日期")
    reason = forms.ChoiceField(
        label="驳回理由", choices=REASONS, required=False, help_text="驳回申请的填写。"
    )
    file = ScanField(
        label="裁定书（PDF）",
        widget=forms.FileInput(attrs={"accept": ".pdf", "class": "form-control"}),
    )
    whatever_number = forms.BooleanField(
        label="裁定书里写的是别的案号，已核对，仍然登记为本案的裁定", required=False
    )
    served_on = DayField(
        label="送达日期", required=False, help_text="各方同一天送达的填这里；不同的在下表逐方填写。"
    )

    def __init__(self, *args, application: Application, workers, others, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].initial = application.number
        self.fields["ruled_on"].initial = self.today
        self.asks_for_the_number = bool(self.data.get("whatever_number"))
        self.workers, self.others_served = list(workers), list(others)
        for party in [*self.others_served, *self.workers]:
            self.fields[f"served_{party.pk}"] = DayField(
                label=f"{party.name}送达日期", required=False
            )
        for worker in self.workers:
            self.fields[f"left_{worker.pk}"] = YuanField(
                label=f"{worker.name}未确认金额（元）", required=False
            )
            self.fields[f"why_{worker.pk}"] = forms.ChoiceField(
                label=f"{worker.name}未确认理由", choices=REASONS, required=False
            )

    def head_fields(self):
        rows = ("served_", "left_", "why_")
        return [
            f
            for f in self.visible_fields()
            if (f.name == "served_on" or not f.name.startswith(rows))
            and (f.name != "whatever_number" or self.asks_for_the_number)
        ]

    def lines(self):
        for party in [*self.others_served, *self.workers]:
            worker = f"left_{party.pk}" in self.fields
            yield (
                party,
                self[f"served_{party.pk}"],
                self[f"left_{party.pk}"] if worker else None,
                self[f"why_{party.pk}"] if worker else None,
            )

    def clean(self) -> dict:
        cleaned = super().clean()
        everybody = cleaned.pop("served_on", None)
        served, unconfirmed = {}, []
        for party in [*self.others_served, *self.workers]:
            if day := cleaned.pop(f"served_{party.pk}", None) or everybody:
                served[party] = day
        for worker in self.workers:
            left = cleaned.pop(f"left_{worker.pk}", None)
            why = cleaned.pop(f"why_{worker.pk}", "")
            if left and not why:
                self.add_error(f"why_{worker.pk}", "请选择未确认的理由。")
            elif left:
                unconfirmed.append(Unconfirmed(worker, left, ReturnReason(why)))
        if any(day > self.today for day in served.values()):
            self.add_error(None, "送达日期不能晚于今天。")
        reason = cleaned.pop("reason", "")
        return cleaned | {
            "result": RulingResult(cleaned["result"]) if cleaned.get("result") else None,
            "reason": ReturnReason(reason) if reason else None,
            "served_on": served,
            "unconfirmed": unconfirmed,
        }


class NoteForm(ActForm):
    text = forms.CharField(
        label="工作记录",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="只有本院立案庭的人能看到。",
    )
