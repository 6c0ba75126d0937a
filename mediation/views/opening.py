"""Pages between acceptance and the first session."""

from cases.permissions import can_edit_case, is_case_mediator
from mediation import operations
from mediation.forms import opening as forms
from mediation.permissions import can_recuse_mediator
from mediation.views.acts import CaseAct


class Invite(CaseAct):
    permission = can_edit_case
    operation = staticmethod(operations.invite_respondent)
    form_class = forms.InvitationForm
    title = "征询调解意愿"
    button = "出具调解意愿征询函"
    done = "调解意愿征询函已出具，请送交并记录答复。"
    requirements = (
        ("调解以双方自愿为前提；一方明确拒绝的，不得调解。", "MED-04"),
        ("不能以公告方式征询意愿：沉默不是同意。", "MED-04"),
    )


class RecordConsent(CaseAct):
    permission = can_edit_case
    operation = staticmethod(operations.record_mediation_consent)
    form_class = forms.ConsentForm
    title = "记录调解意愿"
    button = "记录答复"
    done = "答复已记录。"
    requirements = (("一方明确拒绝调解的，不得调解；请终止调解并告知其他途径。", "MED-04"),)

    def act(self, form):
        data = self.arguments(form)
        return self.operation(by=self.request.user, **data)


class GiveRightsNotice(CaseAct):
    permission = can_edit_case
    operation = staticmethod(operations.give_rights_notice)
    form_class = forms.RightsForm
    title = "告知权利义务"
    button = "出具权利义务告知书"
    done = "权利义务告知书已出具。"
    requirements = (
        ("调解不收取任何费用。", "MED-32"),
        ("当事人可以要求或者拒绝调解、要求公开或者不公开进行。", "MED-25"),
        ("为达成协议作出的让步，不得在以后的程序中作为对其不利的依据。", "MED-20"),
    )


class DiscloseMediator(CaseAct):
    permission = is_case_mediator
    operation = staticmethod(operations.disclose_mediator)
    form_class = forms.DisclosureForm
    title = "调解员告知"
    button = "作出告知"
    done = "告知书已出具。"
    requirements = (("与当事人、代理人有可能影响公正调解的关系的，应当主动告知。", "MED-24"),)


class RaiseObjection(CaseAct):
    permission = can_edit_case
    operation = staticmethod(operations.raise_objection)
    form_class = forms.ObjectionForm
    title = "申请回避"
    button = "记录回避申请"
    done = "回避申请已记录，等待决定。"
    requirements = (("是否更换由受理人员或者中心主任决定。", "MED-24"),)


class RecuseMediator(CaseAct):
    permission = can_recuse_mediator
    operation = staticmethod(operations.recuse_mediator)
    form_class = forms.RecusalForm
    title = "回避处理"
    button = "作出决定"
    done = "决定已作出，告知书已出具。"
    requirements = (
        ("被申请回避的调解员不能自行作出决定。", "MED-24"),
        ("改派的调解员不得与本案有利害关系。", "MED-24"),
    )


class ExtendMediation(CaseAct):
    permission = can_edit_case
    operation = staticmethod(operations.extend_mediation)
    form_class = forms.ExtensionForm
    title = "延长调解期限"
    button = "延长期限"
    done = "调解期限已延长。"
    requirements = (("调解应当自受理之日起15日内结束；双方同意延期的可以延长。", "MED-07"),)
