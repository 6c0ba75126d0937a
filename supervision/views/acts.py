"""One page per act: the order to pay, the list of defaulters, police and procuratorate."""

from django.urls import reverse

from cases import operations as cases
from cases.models import PaymentDirective
from cases.permissions import can_edit_case
from mediation.views.acts import CaseAct, SubjectAct
from staff.refusals import ActRefused
from supervision import operations
from supervision.forms import directives, handoff
from supervision.models import PoliceTransfer


class _Handoff:
    """Every act here starts from and leads back to the page of the hand-off."""

    permission = can_edit_case
    template_name = "supervision/act.html"

    def get_success_url(self):
        return reverse("handoff", args=[self.case.pk])


class RegisterDirective(_Handoff, CaseAct):
    form_class = directives.RegisterForm
    operation = staticmethod(cases.register_payment_directive)
    title = button = "登记责令限期支付文书"
    done = "文书已登记。送达以后登记送达情况，期限从送达起算。"
    requirements = (("劳动保障监察责令限期支付工资", "ADM-04"),)


class OfDirective(_Handoff, SubjectAct):
    model = PaymentDirective
    argument = "directive"


class ServeDirective(OfDirective):
    form_class = directives.ServeForm
    operation = staticmethod(cases.serve_payment_directive)
    title = button = "登记送达或者张贴"
    done = "送达已登记，支付期限已经起算。"
    requirements = (("在住所地、生产经营场所张贴并拍照、录像的，视为已经责令支付", "CRIM-04"),)


class DirectiveDefault(OfDirective):
    form_class = directives.DefaultForm
    operation = staticmethod(cases.record_directive_default)
    title = button = "认定期满未支付"
    done = "已认定期满未支付。可以移送公安机关；是否列入失信名单的决定期限已经起算。"
    requirements = (
        ("经责令支付仍不支付", "CRIM-01"),
        ("期限届满之日起二十个工作日内决定是否列入名单", "LIST-03"),
    )
    grave = True


class ListingAct(OfDirective):
    form_class = directives.ListingForm
    operation = staticmethod(operations.record_listing_step)
    title = button = "登记失信名单办理情况"
    done = "已登记。"
    requirements = (
        ("告知后五个工作日内可以提出异议", "LIST-02"),
        ("二十个工作日内决定，可以延长一次", "LIST-03"),
        ("已经改正并作出书面信用承诺的，可以不予列入", "LIST-04"),
    )


class TransferToPolice(_Handoff, CaseAct):
    form_class = handoff.PoliceForm
    operation = staticmethod(operations.transfer_to_police)
    title = button = "移送公安机关"
    done = "移送书已出具，请连同证据送交公安机关。公安机关三日内决定是否立案。"
    requirements = (
        ("数额较大，经责令支付仍不支付", "CRIM-01"),
        ("接到报告三日内决定，批准后二十四小时内移送", "CRIM-06"),
        ("公安机关三日内决定是否立案", "CRIM-07"),
    )
    grave = True

    def arguments(self, form):
        latest = self.case.directives.order_by("-id").first()
        if latest is None:
            raise ActRefused(
                "没有登记责令限期支付文书，不能移送。",
                source="CRIM-01",
                suggest="请先登记文书、送达情况和期满未支付。",
            )
        return form.cleaned_data | {"directive": latest}


class ReferToProcuratorate(_Handoff, CaseAct):
    form_class = handoff.ReferralForm
    operation = staticmethod(operations.refer_to_procuratorate)
    title = button = "移送检察机关线索"
    done = "线索移送书已出具，请送检察机关。"
    requirements = (("检察机关可以支持受损害的劳动者起诉", "PROC-01"),)


class ReferToLegalAid(_Handoff, CaseAct):
    form_class = handoff.AidForm
    operation = staticmethod(operations.refer_to_legal_aid)
    title = button = "转介法律援助"
    done = "转介函已出具，请送法律援助机构；机构七日内审查决定。"
    requirements = (
        ("农民工追索劳动报酬申请法律援助，不审查经济状况", "AID-01"),
        ("收到申请之日起七日内审查", "AID-02"),
    )


class OfTransfer(_Handoff, SubjectAct):
    model = PoliceTransfer
    argument = "transfer"


class PoliceDelivery(OfTransfer):
    form_class = handoff.DeliveryForm
    operation = staticmethod(operations.record_police_delivery)
    title = button = "登记送交公安机关"
    done = "已登记送交，公安机关三日内决定是否立案。"
    requirements = (("批准后二十四小时内移送", "CRIM-06"), ("三日内决定是否立案", "CRIM-07"))


class PoliceReplied(OfTransfer):
    form_class = handoff.ReplyForm
    operation = staticmethod(operations.record_police_reply)
    title = button = "登记公安机关的决定"
    done = "决定已登记。不予立案的，三日内可以提请复议，也可以建议人民检察院立案监督。"
    requirements = (("公安机关三日内决定是否立案", "CRIM-07"),)


class PoliceReview(OfTransfer):
    form_class = handoff.ReviewForm
    operation = staticmethod(operations.ask_police_review)
    title = button = "登记提请复议"
    done = "提请复议已登记。"
    requirements = (("不立案的，三日内可以提请复议", "CRIM-07"),)
