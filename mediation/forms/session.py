"""Forms of a session: its time and place, who came, what is said, what nobody disputes."""

from django import forms

from cases.choices import Capacity, PartyKind, ProceduralPlace
from cases.forms.fields import YuanField
from cases.models import Evidence
from mediation.choices import Answer, Fact, NoticeKind, SessionMode, SessionResult, SessionState
from mediation.forms.fields import (
    PERSON_CAPACITIES,
    ActForm,
    MomentField,
    PartiesField,
    TimeField,
)
from mediation.models import Session
from mediation.queries import confirmations, latest_consents, mediators_of, unconfirmed

KNOWN_PLACES = 20


class ScheduleForm(ActForm):
    starts_at = MomentField(label="开始时间")
    place = forms.CharField(label="地点", max_length=200)
    mode = forms.ChoiceField(label="方式", choices=SessionMode)
    remote_link = forms.CharField(
        label="接入方式", max_length=200, required=False, help_text="视频或者电话调解时填写。"
    )
    answers_until = forms.DateField(
        label="答复截止日",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="分时在线的调解会填写：各方在这一天以前分别进入、阅看并答复。",
    )
    agreed_apart = PartiesField(
        label="同意分别参加的当事人",
        required=False,
        help_text="分时在线的调解会须经各方同意：请逐一征求意见，把同意的人勾上。",
    )
    notice = forms.ChoiceField(
        label="通知方式",
        choices=NoticeKind,
        widget=forms.RadioSelect,
        initial=NoticeKind.WRITTEN,
        help_text="书面通知的，每一方各出具一份调解会通知书（D06）。",
    )
    recipients = PartiesField(label="通知谁")

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        refused = {pk for pk, a in latest_consents(self.case).items() if a == Answer.REFUSE}
        called = self.fields["recipients"].queryset.exclude(place=ProceduralPlace.NONE)
        self.fields["recipients"].queryset = called
        self.fields["agreed_apart"].queryset = called
        self.fields["recipients"].initial = [p.pk for p in called if p.pk not in refused]
        self.fields["place"].initial = self.case.venue
        self.fields["place"].widget.attrs["list"] = "known-places"

    @property
    def known_places(self) -> list[str]:
        """Return the rooms used lately, the case's own first."""
        latest = Session.objects.order_by("-starts_at").values_list("place", flat=True)
        used = latest[: KNOWN_PLACES * 4]
        names = dict.fromkeys([self.case.venue, *used])
        return [n for n in names if n][:KNOWN_PLACES]


class ExtendAnswersForm(ActForm):
    until = forms.DateField(label="新的答复截止日", widget=forms.DateInput(attrs={"type": "date"}))


class EvidenceCopyForm(ActForm):
    file = forms.FileField(label="证据的扫描件或照片（PDF、JPG 或 PNG，20MB 以内）")


class PresenceForm(forms.Form):
    """Whether one party is here, and who speaks for it."""

    HERE, ABSENT = "here", "absent"

    presence = forms.ChoiceField(
        choices=[("", "未记"), (HERE, "到场"), (ABSENT, "未到")],
        required=False,
    )
    capacity = forms.ChoiceField(choices=PERSON_CAPACITIES, required=False)
    person = forms.CharField(max_length=60, required=False)

    def __init__(self, *args, party, authorities, **kwargs) -> None:
        self.party, self.authorities = party, authorities
        super().__init__(*args, **kwargs)
        name, words = party.name, {"aria-label": f"{party.name}到场情况"}
        self.fields["presence"].widget.attrs.update(words | {"class": "form-select"})
        self.fields["capacity"].widget.attrs.update(
            {"aria-label": f"{name}由何种身份的人到场", "class": "form-select"}
        )
        self.fields["person"].widget.attrs.update(
            {"aria-label": f"{name}的到场人", "class": "form-control"}
        )
        if party.is_worker:
            self.fields["capacity"].choices = [
                *PERSON_CAPACITIES[:1],
                (Capacity.ELECTED_REPRESENTATIVE.value, Capacity.ELECTED_REPRESENTATIVE.label),
                PERSON_CAPACITIES[2],
            ]
        elif party.kind == PartyKind.ORG:
            self.fields["capacity"].choices = PERSON_CAPACITIES[1:]
        capacity, person = Capacity.SELF, party.name
        if authorities:
            capacity, person = Capacity.AUTHORISED_AGENT, authorities[-1].agent
        elif party.kind == PartyKind.ORG:
            capacity, person = Capacity.LEGAL_REPRESENTATIVE, party.legal_rep
        self.fields["capacity"].initial, self.fields["person"].initial = capacity, person


class AttendanceForm(ActForm):
    """The roll of one session; `rows` are the forms of the parties not yet on it."""

    arrived_at = TimeField(label="到场时间", required=False)

    def __init__(self, *args, session: Session, **kwargs) -> None:
        self.session = session
        super().__init__(*args, **kwargs)
        listed = session.attendance.all()
        parties = {a.party_id for a in listed}
        officers = {a.officer_id for a in listed}
        self.officers = [u for u in mediators_of(self.case) if u.pk not in officers]
        if self.officers:
            self.fields["officers"] = forms.MultipleChoiceField(
                label="主持的调解员",
                choices=[(u.pk, u.name) for u in self.officers],
                initial=[u.pk for u in self.officers],
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )
        powers: dict[int, list] = {}
        for authority in self.case.authorities.filter(
            before="mediation_org", valid_from__lte=self.today, valid_to__gte=self.today
        ).order_by("id"):
            powers.setdefault(authority.party_id, []).append(authority)
        self.rows = [
            PresenceForm(
                self.data if self.is_bound else None,
                prefix=f"party-{p.pk}",
                party=p,
                authorities=powers.get(p.pk, []),
            )
            for p in self.case.parties.exclude(place=ProceduralPlace.NONE).order_by(
                "roster_no", "id"
            )
            if p.pk not in parties
        ]

    def clean(self):
        cleaned = super().clean()
        present, absent = [], []
        arrived = cleaned.pop("arrived_at", None)
        for row in self.rows:
            if not row.is_valid():
                self.add_error(None, f"{row.party.name}：请核对到场情况。")
                continue
            presence = row.cleaned_data["presence"]
            if presence == PresenceForm.ABSENT:
                absent.append(row.party)
            elif presence == PresenceForm.HERE:
                present.append(
                    {
                        "party": row.party,
                        "capacity": row.cleaned_data["capacity"] or Capacity.SELF,
                        "person": row.cleaned_data["person"].strip() or row.party.name,
                        "arrived_at": arrived,
                    }
                )
        here = set(cleaned.pop("officers", []))
        for officer in self.officers:
            if str(officer.pk) in here:
                present.append(
                    {
                        "party": None,
                        "officer": officer,
                        "capacity": Capacity.MEDIATOR,
                        "person": officer.name,
                        "arrived_at": arrived,
                    }
                )
        if not present and not absent:
            self.add_error(None, "请至少记录一人的到场情况。")
        return cleaned | {"present": present, "absent": absent}


class LeavingForm(ActForm):
    left_at = TimeField(label="离场时间")


class MinutesLineForm(ActForm):
    """One line; `speaker` is `m` for the mediator who writes, else a party's id."""

    speaker = forms.ChoiceField(label="发言人")
    text = forms.CharField(
        label="发言内容",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "笔录内容不能为空。"},
    )
    concession = forms.BooleanField(label="调解让步，不出调解卷", required=False)
    corrects = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, session: Session, by, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.session, self.by = session, by
        here = session.attendance.filter(present=True, party__isnull=False).select_related("party")
        self.parties = {str(a.party_id): a.party for a in here}
        mediators = [a.person for a in session.attendance.filter(party=None, present=True)]
        self.mediators = {f"m{place}": f"调解员{name}" for place, name in enumerate(mediators)}
        parties = []
        for row in here:
            through = f"（{row.person}）" if row.person != row.party.name else ""
            parties.append((str(row.party_id), row.party.name + through))
        self.fields["speaker"].choices = [*self.mediators.items(), *parties]

    def clean_corrects(self):
        number = self.cleaned_data["corrects"]
        if number is None:
            return None
        line = self.session.lines.filter(no=number).first()
        if line is None:
            raise forms.ValidationError("没有要更正的这一行。")
        return line

    def clean(self):
        cleaned = super().clean()
        speaker = cleaned.get("speaker")
        if speaker in self.mediators:
            return cleaned | {"speaker": self.mediators[speaker], "party": None}
        return cleaned | {"speaker": "", "party": self.parties.get(speaker)}


class FactForm(ActForm):
    fact = forms.ChoiceField(label="要素", choices=Fact)
    content = forms.CharField(
        label="双方确认的内容", max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    total_fen = YuanField(
        label="合计（元）",
        required=False,
        help_text="出勤、已付、欠付金额可以填写合计，与工资明细核对。",
    )
    agreed_by = PartiesField(label="由谁确认", help_text="须双方共同确认。")
    evidence = forms.ModelMultipleChoiceField(
        label="有何证据",
        queryset=Evidence.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        confirming = self.fields["agreed_by"].queryset.exclude(place=ProceduralPlace.NONE)
        self.fields["agreed_by"].queryset = confirming
        session = self.case.sessions.filter(state=SessionState.HELD).last()
        if session:
            here = session.attendance.filter(present=True, party__isnull=False)
            self.fields["agreed_by"].initial = list(here.values_list("party_id", flat=True))
        self.fields["evidence"].queryset = self.case.evidence.order_by("no")
        if not self.case.evidence.exists():
            del self.fields["evidence"]

    def clean(self):
        cleaned = super().clean()
        total = cleaned.pop("total_fen", None)
        given = {"total_fen": total} if total is not None else {}
        return cleaned | {"value": given, "evidence": list(cleaned.get("evidence", []))}


class CloseSessionForm(ActForm):
    ended_at = MomentField(label="结束时间")
    result = forms.ChoiceField(label="结果", choices=SessionResult, widget=forms.RadioSelect)
    signed_by = forms.MultipleChoiceField(
        label="已在笔录上签名的人",
        widget=forms.CheckboxSelectMultiple,
        help_text="到场的人都须签名；拒绝签名的，先在笔录中记明原因和见证人。",
        required=False,
    )

    def __init__(self, *args, session: Session, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.present = {str(a.pk): a for a in unconfirmed(session)}
        if marks := list(confirmations(session)):
            names = "、".join(mark.person for mark in marks)
            self.fields[
                "signed_by"
            ].help_text = f"{names}已在调解室确认或者记明拒签；其余到场的人须在纸上签名。"
        self.fields["signed_by"].choices = [
            (
                key,
                a.person
                if not a.party or a.party.name == a.person
                else f"{a.person}（{a.party.name}）",
            )
            for key, a in self.present.items()
        ]

    def clean_signed_by(self):
        rows = [self.present[key] for key in self.cleaned_data["signed_by"]]
        return [a.party or a.officer for a in rows]
