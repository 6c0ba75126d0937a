"""归档: the file of the tribunal is put away."""

from django.urls import reverse
from django.utils import timezone

from adjudication import operations
from adjudication.forms import award as forms
from adjudication.permissions import can_run_docket
from adjudication.views.award.deciding import OfTribunal
from cases.queries import total_account, wage_accounts


class CloseFile(OfTribunal):
    """归档: the file of the tribunal, once every award in it has effect or was sued on."""

    permission = can_run_docket
    form_class = forms.CloseForm
    operation = staticmethod(operations.close_arbitration)
    title = button = "仲裁案卷归档"
    done = "案卷已归档，保存期开始计算。"
    grave = True
    requirements = (
        ("裁决结案的案卷保存不少于十年，其他方式结案的不少于五年。", "ARB-37"),
        ("裁决生效以后才能归档。", "ARB-30"),
    )

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"arbitration": self.arbitration}

    def get_initial(self):
        owed = total_account(wage_accounts(self.case))["outstanding"]
        return super().get_initial() | {"outstanding_fen": owed}

    def act(self, form):
        given = {"arbitration": self.arbitration, "by": self.request.user}
        return self.operation(**given | {"on": timezone.localdate()} | self.arguments(form))

    def get_success_url(self):
        return reverse("arbitration", args=[self.arbitration.pk])
