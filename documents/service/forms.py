"""Forms of service; each method asks only for what it needs."""

from datetime import date

from django import forms
from django.template.loader import render_to_string

from cases.forms.fields import CaseForm, DayField
from cases.models import Party
from documents.models import Document
from documents.service.choices import Channel, ProofKind, Relation
from documents.service.operations import CONFIRMED_LATER, Delivery, Proof
from documents.service.queries import confirmed_address
from law.service import METHODS

RELATIONS = [("", "（请选择）"), *Relation.choices]
FILES_AT_ONCE = 8
_KIND_OF_NAME = {"mp4": ProofKind.VIDEO, "pdf": ProofKind.RECEIPT}


class People(forms.CheckboxSelectMultiple):
    """Recipients to tick, as a table with a box for all of them."""

    use_fieldset = False

    def value_from_datadict(self, data, files, name):
        if data.get(f"{name}_all"):
            return [str(key) for key, _ in self.choices]
        return super().value_from_datadict(data, files, name)

    def render(self, name, value, attrs=None, renderer=None):
        chosen = {str(v) for v in value or ()}
        rows = [
            {"value": key.value, "party": key.instance, "chosen": str(key.value) in chosen}
            for key, _ in self.choices
        ]
        given = {"name": name, "rows": rows, "id": (attrs or {}).get("id", f"id_{name}")}
        return render_to_string("documents/service/people.html", given)


class _Files(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once; cleaned as a list of `Proof`."""

    def __init__(self, *, kind: str = "", **kwargs) -> None:
        self.kind = kind
        accept = ".pdf,.jpg,.jpeg,.png,.mp4"
        super().__init__(widget=_Files(attrs={"accept": accept}), **kwargs)

    def clean(self, data, initial=None) -> list[Proof]:
        given = data if isinstance(data, list | tuple) else [data] if data else []
        if len(given) > FILES_AT_ONCE:
            raise forms.ValidationError(f"一次最多上传{FILES_AT_ONCE}个文件。")
        if not given:
            super().clean(None, initial)
            return []
        return [self._proof(super(FilesField, self).clean(one, initial)) for one in given]

    def _proof(self, upload) -> Proof:
        ending = upload.name.rpartition(".")[2].lower()
        kind = self.kind or _KIND_OF_NAME.get(ending, ProofKind.PHOTO)
        return Proof(kind=kind, content=upload.read(), name=upload.name)


def _names(text: str) -> list[str]:
    """Return the names in a line: 张三、李四, also with commas or spaces."""
    for mark in "，,；;／/ 　":
        text = text.replace(mark, "、")
    return [name for name in text.split("、") if name]


def _proofs_field(method: str) -> FilesField:
    if method == "public_notice":
        return FilesField(kind=ProofKind.NOTICE, label="公告的版面或者截图")
    if method in ("left", "posted"):
        return FilesField(
            label="照片或者录像",
            required=method == "posted",
            help_text="照片 JPG、PNG，录像 MP4，各20MB以内；没有的不能算送达。",
        )
    if method in ("electronic", "simple"):
        return FilesField(kind=ProofKind.SCREENSHOT, label="发送记录的截图", required=False)
    return FilesField(kind=ProofKind.RECEIPT, label="回执", required=False)


class DeliveryForm(CaseForm):
    """What one attempt is described by, for one method."""

    method = "direct"

    def _describe(self, method: str) -> None:
        """Add the fields this method needs."""
        self.method = method
        self._add_days(method)
        self._add_facts(method)
        self._add_people(method)
        if method not in ("electronic", "public_notice"):
            self.fields["address"] = forms.CharField(
                label="送达地点", max_length=200, required=False, help_text="空着的，用登记的地址。"
            )
        if method != "direct":
            self.fields["proofs"] = _proofs_field(method)

    def _add_days(self, method: str) -> None:
        later = method in CONFIRMED_LATER
        if later:
            self.fields["sent_on"] = DayField(label="送出日期", initial=self.today)
        self.fields["done_on"] = DayField(
            label=f"{METHODS[method].counted_from.removesuffix('之日')}的日期",
            required=not later,
            initial=None if later else self.today,
            help_text="还没有结果的先空着，以后再确认。" if later else "",
        )

    def _add_facts(self, method: str) -> None:
        needs = METHODS[method].needs
        if method == "simple":
            wires = [choice for choice in Channel.choices if choice[0] != Channel.PLATFORM]
            self.fields["channel"] = forms.ChoiceField(
                label="途径", choices=wires, initial=Channel.PHONE
            )
        if "through" in needs:
            self.fields["through"] = forms.CharField(label="受委托或者转交的单位", max_length=120)
        if "tracking_no" in needs:
            self.fields["tracking_no"] = forms.CharField(label="邮件号码", max_length=40)
        if "media" in needs:
            self.fields["media"] = forms.CharField(
                label="公告登在哪里", max_length=120, help_text="报纸、网站或者公告栏，写全名。"
            )
        if "reason" in needs:
            self.fields["reason"] = forms.CharField(
                label="拒收的事由" if method == "left" else "采用公告的原因和经过",
                max_length=200,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def _add_people(self, method: str) -> None:
        if "receiver" in METHODS[method].needs:
            self.fields["receiver"] = forms.CharField(
                label="签收人" if method != "simple" else "确认收到的人",
                max_length=60,
                required=False,
                help_text="本人的不用填；单位的必须填写。",
            )
            self.fields["relation"] = forms.ChoiceField(
                label="这个人是受送达人的", choices=RELATIONS, required=False
            )
        if method == "left":
            self.fields["receiver"] = forms.CharField(
                label="谁拒绝签收", max_length=60, required=False
            )
            self.fields["witnesses"] = forms.CharField(
                label="见证人",
                max_length=120,
                required=False,
                help_text="基层组织或者其单位的代表，几个人的用顿号隔开。",
            )

    def delivery(self, party: Party, document: Document) -> Delivery:
        """Return the facts as they are for this recipient."""
        given = self.cleaned_data
        done_on = given.get("done_on")
        receiver = given.get("receiver", "").strip()
        relation = given.get("relation", "")
        needs = METHODS[self.method].needs
        if "receiver" in needs and done_on and not receiver and party.kind == "natural":
            receiver, relation = party.name, Relation.SELF
        return Delivery(
            method=self.method,
            sent_on=given.get("sent_on") or done_on,
            done_on=done_on,
            address=given.get("address", "").strip() or _address(party),
            channel=given.get("channel", ""),
            receiver=receiver,
            relation=relation,
            reason=given.get("reason", ""),
            witnesses=_names(given.get("witnesses", "")),
            through=given.get("through", ""),
            tracking_no=given.get("tracking_no", ""),
            media=given.get("media", ""),
            proofs=given.get("proofs", []),
        )


def _address(party: Party) -> str:
    confirmed = confirmed_address(party)
    return confirmed.address if confirmed else party.address


class ServeForm(DeliveryForm):
    """One paper to one or several recipients by one method."""

    def __init__(self, *args, document: Document, method: str, parties, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.document = document
        self.fields["parties"] = forms.ModelMultipleChoiceField(
            label="受送达人",
            queryset=Party.objects.filter(pk__in=[p.pk for p in parties]),
            widget=People,
            error_messages={"required": "请勾选受送达人。"},
        )
        if len(parties) == 1:
            self.fields["parties"].initial = [parties[0].pk]
        self._describe(method)


class ConfirmForm(DeliveryForm):
    """The end of what was sent: it arrived, or came back."""

    def __init__(self, *args, service, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self._describe(service.method)
        for name in ("sent_on", "address", "through", "tracking_no", "channel"):
            self.fields.pop(name, None)
        self.fields["done_on"].required = True
        self.fields["done_on"].help_text = ""
        self.fields["done_on"].initial = self.today
        if service.method == "post":
            self.fields["returned"] = forms.BooleanField(
                label="邮件被退回",
                required=False,
                help_text="寄到对方自己确认的地址被退回的，退回之日视为送达；其他的记为没有送到。",
            )


class CorrectForm(DeliveryForm):
    """The facts of a row anew, with the reason why the old ones were wrong."""

    def __init__(self, *args, service, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self._describe(service.method)
        if "proofs" in self.fields:
            self.fields["proofs"].required = False
            self.fields["proofs"].help_text = "已上传的保留，这里只补传。"
        for name, field in self.fields.items():
            if name == "witnesses":
                field.initial = "、".join(service.witnesses)
            elif hasattr(service, name) and name != "proofs":
                field.initial = getattr(service, name)
        self.fields["why"] = forms.CharField(
            label="为什么更正", max_length=150, widget=forms.Textarea(attrs={"rows": 2})
        )
        if not service.receiver:
            self.fields.pop("relation", None)


class PapersField(forms.ModelMultipleChoiceField):
    """Papers to tick, told apart by whom they are made for."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, document: Document) -> str:
        return f"{document}（{document.recipient}）" if document.recipient else str(document)


class OnTheSpotForm(CaseForm):
    """Papers handed over now: a row per recipient, the papers common to all."""

    done_on = DayField(label="送达日期")

    def __init__(self, *args, documents, standings, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["done_on"].initial = self.today
        self.fields["documents"] = PapersField(
            label="送达的文书",
            queryset=Document.objects.filter(pk__in=[d.pk for d in documents]),
            initial=[d.pk for d in documents],
            error_messages={"required": "请勾选送达的文书。"},
        )
        self.by_party: dict[int, list] = {}
        for standing in standings:
            self.by_party.setdefault(standing.party.pk, []).append(standing)
        self.people = [found[0].party for found in self.by_party.values()]
        self.fields["serve"] = forms.MultipleChoiceField(
            choices=[(str(party.pk), party.name) for party in self.people], required=False
        )
        for party in self.people:
            self.fields[f"receiver_{party.pk}"] = forms.CharField(max_length=60, required=False)
            self.fields[f"relation_{party.pk}"] = forms.ChoiceField(
                choices=RELATIONS, required=False
            )

    def rows(self):
        """Yield what the table shows of each recipient."""
        chosen = set(self["serve"].value() or ())
        for party in self.people:
            yield {
                "party": party,
                "papers": [s.document for s in self.by_party[party.pk]],
                "chosen": str(party.pk) in chosen,
                "receiver": self[f"receiver_{party.pk}"],
                "relation": self[f"relation_{party.pk}"],
            }

    def plain_fields(self):
        return [self["documents"], self["done_on"]]

    def items(self) -> list[tuple[Document, Party, Delivery]]:
        given = self.cleaned_data
        wanted = {document.pk for document in given["documents"]}
        on: date = given["done_on"]
        found = []
        everybody = "serve_all" in self.data  # 全选 works without a script
        for party in self.people:
            if not (everybody or str(party.pk) in given["serve"]):
                continue
            receiver = given.get(f"receiver_{party.pk}", "").strip()
            relation = given.get(f"relation_{party.pk}", "")
            if not receiver and party.kind == "natural":
                receiver, relation = party.name, Relation.SELF
            delivery = Delivery(
                method="direct",
                sent_on=on,
                done_on=on,
                address=self.case.venue or self.case.centre.address,
                receiver=receiver,
                relation=relation,
            )
            for standing in self.by_party[party.pk]:
                if standing.document.pk in wanted:
                    found.append((standing.document, party, delivery))
        return found
