"""What the mediator fills in: identity papers, scans, the application, answers to a return."""

from django import forms

from cases.choices import LicenceState, PartyKind
from cases.models import Party
from confirmation.choices import CourtGround, ReviewState
from confirmation.models import ReturnItem
from confirmation.operations.desk import LINK_DAYS_AT_MOST
from confirmation.operations.enclosures import Copy
from confirmation.operations.outgoing import BATCH_LIMIT
from documents import scans
from mediation.forms.fields import ActForm, PartiesField, PartyField
from mediation.forms.intake import PersonChoice
from staff.choices import BodyKind, Role
from staff.models import Body
from staff.queries import people_holding
from staff.refusals import ActRefused

ACCEPTED = ".pdf,.jpg,.jpeg,.png"


class ScanField(forms.FileField):
    """A scan of at most 20 MB, cleaned as its bytes; a larger one is refused unread."""

    def __init__(self, **kwargs) -> None:
        given = {"widget": forms.FileInput(attrs={"accept": ACCEPTED, "class": "form-control"})}
        super().__init__(**given | kwargs)

    def clean(self, data, initial=None) -> bytes | None:
        file = super().clean(data, initial)
        if not file:
            return None
        try:
            return scans.read(file)
        except ActRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


USUAL = {
    PartyKind.NATURAL: ("居民身份证", "", ""),
    PartyKind.ORG: ("营业执照", "法定代表人身份证明书", ""),
}


class IdentityForm(ActForm):
    """Up to three papers of one party; a paper that has a scan keeps it until another comes."""

    registered_name = forms.CharField(label="证照上的名称", max_length=120)
    licence_state = forms.ChoiceField(
        label="登记状态",
        choices=LicenceState,
        help_text="单位在国家企业信用信息公示系统查询当天的状态；个人选“自然人”。",
    )

    def __init__(self, *args, party: Party, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        kept = list(party.identity_papers.all())
        usual = USUAL[PartyKind(party.kind)]
        self.slots = range(1, max(len(kept), 2) + 2)
        for no in self.slots:
            paper = kept[no - 1] if no <= len(kept) else None
            name = paper.name if paper else usual[no - 1] if not kept and no <= len(usual) else ""
            self.fields |= {
                f"name_{no}": forms.CharField(
                    label=f"第{no}项证明", max_length=60, required=False, initial=name
                ),
                f"pages_{no}": forms.IntegerField(
                    label=f"第{no}项页数",
                    min_value=1,
                    max_value=300,
                    required=False,
                    initial=paper.pages if paper else 1,
                    help_text="上传扫描件的，按扫描件的页数计。",
                ),
                f"file_{no}": ScanField(
                    label=f"第{no}项扫描件",
                    required=False,
                    help_text="已有扫描件，不换的不必上传。"
                    if paper and paper.file_sha256
                    else "PDF、JPG 或 PNG，20MB 以内。",
                ),
            }
        rows = [(f"name_{no}", f"pages_{no}", f"file_{no}") for no in self.slots]
        self.groups = (("", ("registered_name", "licence_state")), *(("证明", r) for r in rows))
        natural = party.kind == PartyKind.NATURAL and not party.uscc
        first = kept[0] if kept else None
        self.fields["registered_name"].initial = first.registered_name if first else party.name
        self.fields["licence_state"].choices = [
            (state.value, state.label)
            for state in LicenceState
            if (state == LicenceState.NATURAL) == natural
        ]
        if first:
            self.fields["licence_state"].initial = first.licence_state

    def clean(self) -> dict:
        cleaned = super().clean()
        papers = []
        for no in self.slots:
            name = (cleaned.pop(f"name_{no}", "") or "").strip()
            pages, content = cleaned.pop(f"pages_{no}", None), cleaned.pop(f"file_{no}", None)
            if name:
                papers.append(Copy(name, pages or 1, content))
            elif content:
                self.add_error(f"name_{no}", "请写明这份扫描件是什么证明。")
        return cleaned | {"papers": papers}


class EvidenceScanForm(ActForm):
    content = ScanField(label="扫描件", help_text="PDF、JPG 或 PNG，20MB 以内。")


class TurnForm(ActForm):
    page = forms.IntegerField(label="第几页", min_value=1, max_value=scans.PAGES_AT_MOST)
    degrees = forms.TypedChoiceField(
        label="顺时针旋转",
        choices=[(180, "180度（上下颠倒的）"), (90, "90度"), (270, "270度")],
        coerce=int,
        widget=forms.RadioSelect,
        initial=180,
    )


GROUNDS = {
    CourtGround.PARTY_DOMICILE: "一方当事人的住所地在该院辖区",
    CourtGround.SUBJECT_MATTER_PLACE: "标的物在该院辖区；工资纠纷很少用到",
    CourtGround.MEDIATION_ORG_PLACE: "调解组织在该院辖区；一般选这一项",
    CourtGround.INVITING_COURT: "法院邀请调解组织先行调解的，由该院管辖",
}


class CourtField(forms.ModelChoiceField):
    def __init__(self, **kwargs) -> None:
        courts = Body.objects.filter(kind=BodyKind.COURT, is_active=True)
        super().__init__(queryset=courts, empty_label="（请选择）", **kwargs)


class ApplyForm(ActForm):
    court = CourtField(label="向哪个法院申请")
    ground = forms.ChoiceField(
        label="管辖依据",
        choices=[(key.value, f"{key.label}：{words}") for key, words in GROUNDS.items()],
        widget=forms.RadioSelect,
        initial=CourtGround.MEDIATION_ORG_PLACE,
    )
    place = forms.CharField(label="连接点的地址", max_length=120)
    domiciled = PartyField(
        label="住所地在辖区的当事人", required=False, help_text="选“当事人住所地”的填写。"
    )
    invitation = forms.CharField(
        label="邀请文书",
        max_length=120,
        required=False,
        help_text="选“邀请法院”的，写明文书名称和文号。",
    )
    workers = PartiesField(label="为哪些劳动者申请")
    jointly_with = PartiesField(label="与谁共同申请")
    review_state = forms.ChoiceField(
        label="同一协议有没有申请过仲裁审查",
        choices=ReviewState,
        widget=forms.RadioSelect,
        help_text="司法确认和仲裁审查只能择一，问双方后选择；写入申请书。",
    )
    batch_size = forms.IntegerField(
        label="每批最多几人",
        min_value=1,
        max_value=1000,
        required=False,
        initial=BATCH_LIMIT,
        help_text="按法院的要求填；不填的，全部作为一件申请。",
    )
    undertaking_apart = forms.BooleanField(label="承诺书单独成文（法院要求时）", required=False)
    groups = (
        ("法院", ("court", "ground", "place", "domiciled", "invitation")),
        ("申请人", ("workers", "jointly_with", "review_state")),
        ("材料", ("batch_size", "undertaking_apart")),
    )

    def __init__(self, *args, workers, others, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        parties = self.fields["workers"].queryset
        mine, theirs = [w.pk for w in workers], [p.pk for p in others]
        self.fields["workers"].queryset = parties.filter(pk__in=mine)
        self.fields["workers"].initial = mine
        self.fields["jointly_with"].queryset = parties.filter(pk__in=theirs)
        self.fields["jointly_with"].initial = theirs
        both = parties.filter(pk__in=[*mine, *theirs])
        self.fields["domiciled"].queryset = both


def _originals() -> forms.CharField:
    return forms.CharField(
        label="没有随附扫描件的，原件怎样送交法院",
        max_length=200,
        required=False,
        help_text="自检提示缺少扫描件时必须写明，例如：签名盖章的协议书由调解员28日当面送立案庭。",
    )


class SendForm(ActForm):
    approved_by = PersonChoice(Role.MEDIATOR, Role.DIRECTOR, label="移送函由谁签发")
    originals = _originals()


class SignedForm(ActForm):
    """The scan of every sheet that is to be signed, and who signed."""

    paper = ScanField(label="申请书签署件", help_text="PDF、JPG 或 PNG，20MB 以内。")
    signed_by = PartiesField(
        label="谁在申请书上签名、盖章", help_text="按纸面逐人勾选。司法确认须双方共同申请。"
    )
    field_order = ("paper", "undertaking", "signed_by")

    def __init__(self, *args, application, parties, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        keys = [party.pk for party in parties]
        signed = self.case.parties.filter(pk__in=keys).order_by("roster_no", "id")
        self.fields["signed_by"].queryset = signed
        self.fields["paper"].required = application.paper in application.unsigned
        if application.undertaking:
            self.fields["undertaking"] = ScanField(
                label="承诺书签署件", required=application.undertaking in application.unsigned
            )
        self.order_fields(self.field_order)


class AnswerForm(ActForm):
    """An answer to every point of a return."""

    def __init__(self, *args, points: list[ReturnItem], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.points = points
        for no, point in enumerate(points, 1):
            about = f"{point.about}：" if point.about else ""
            self.fields[f"answer_{no}"] = forms.CharField(
                label=f"第{no}项 {about}{point.what}",
                max_length=300,
                widget=forms.Textarea(attrs={"rows": 2}),
                help_text=f"退回理由：{point.get_code_display()}。写明补了什么，或者说明情况。",
            )
        self.fields["originals"] = _originals()
        signs = PersonChoice(Role.MEDIATOR, Role.DIRECTOR, label="补正回复由谁签发")
        signs.queryset = people_holding(*signs.roles).order_by("name", "pk")
        self.fields["approved_by"] = signs

    def clean(self) -> dict:
        cleaned = super().clean()
        answers = [cleaned.pop(f"answer_{no}", "") for no in range(1, len(self.points) + 1)]
        return cleaned | {"answers": answers}


class WithdrawForm(ActForm):
    reason = forms.CharField(label="撤回理由", max_length=200)
    signed_by = PartiesField(label="谁在撤回申请书上签名", help_text="撤回须双方共同提出。")

    def __init__(self, *args, parties, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        keys = [party.pk for party in parties]
        self.fields["signed_by"].queryset = self.fields["signed_by"].queryset.filter(pk__in=keys)


class LinkForm(ActForm):
    sent_to = forms.CharField(
        label="寄给谁",
        max_length=120,
        help_text="法院、部门和收件人，例如：示例县人民法院立案庭 李某。",
    )
    days = forms.IntegerField(
        label="几天内有效", min_value=1, max_value=LINK_DAYS_AT_MOST, initial=7
    )
