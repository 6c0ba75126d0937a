"""Pages of the administrator, and the few account pages allauth does not have."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin, PermissionRequiredMixin
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import DetailView, FormView, ListView

from staff import forms, operations, queries
from staff.choices import BodyKind, Role
from staff.models import Body
from staff.refusals import ActRefused

PEOPLE_PER_PAGE = 50


def account_help(request):
    """Accounts and forgotten passwords are the administrator's business."""
    return render(request, "account/help.html")


@login_required
def no_role(request):
    return render(request, "staff/no_role.html")


@login_required
def own_conflicts(request):
    return render(request, "staff/conflicts.html", {"conflicts": request.user.conflicts.all()})


class ActView(FormView):
    """
    One act on one page: a form, one operation, a sentence.

    Subclasses give `title`, `button`, `done` (the sentence afterwards), `act` and `back`.
    """

    template_name = "staff/act.html"
    title: str
    button: str
    done: str
    note = ""
    is_grave = False

    def act(self, data: dict) -> None:
        raise NotImplementedError

    def back(self) -> str:
        raise NotImplementedError

    def get_success_url(self) -> str:
        return self.back()

    def form_valid(self, form):
        try:
            self.act(form.cleaned_data)
        except ActRefused as refusal:
            form.add_error(None, f"{refusal}{refusal.suggest}")
            return self.form_invalid(form)
        messages.success(self.request, self.done)
        return redirect(self.get_success_url())

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)


class ManagesPeople(PermissionRequiredMixin):
    permission_required = "staff.manage_people"


class ManagesBodies(PermissionRequiredMixin):
    permission_required = "staff.manage_bodies"


class ActOnPerson(ManagesPeople, ActView):
    @cached_property
    def person(self):
        return get_object_or_404(queries.people(), pk=self.kwargs["pk"])

    def back(self) -> str:
        return reverse("staff-person", args=[self.person.pk])

    def get_context_data(self, **kwargs):
        return super().get_context_data(subject=self.person, **kwargs)


class PeopleList(ManagesPeople, ListView):
    template_name = "staff/people.html"
    context_object_name = "people"
    paginate_by = PEOPLE_PER_PAGE

    def get_queryset(self):
        people = queries.people()
        sought = self.request.GET.get("q", "").strip()
        if sought:
            people = people.filter(
                Q(name__icontains=sought)
                | Q(username__icontains=sought)
                | Q(body__name__icontains=sought)
            )
        role = self.request.GET.get("role", "")
        if role in Role:
            people = people.filter(pk__in=queries.people_holding(Role(role)).values("pk"))
        if self.request.GET.get("left") != "1":
            people = people.filter(is_active=True)
        return people

    def get_context_data(self, **kwargs):
        demanding = queries.roles_demanding_mfa()
        return super().get_context_data(
            roles=[(role, role in demanding) for role in Role],
            query=self.request.GET,
            **kwargs,
        )


class PersonDetail(ManagesPeople, DetailView):
    template_name = "staff/person.html"
    context_object_name = "person"

    def get_queryset(self):
        return queries.people()

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            grants=self.object.roles.select_related("granted_by"),
            conflicts=self.object.conflicts.all(),
            history=self.object.history.select_related("history_user")[:20],
            locked_since=queries.locked_since(self.object, at=timezone.now()),
            absences=self.object.absences.select_related("stand_in")[:5],
            **kwargs,
        )


class AppointPerson(ManagesPeople, ActView):
    form_class = forms.AppointPersonForm
    title = "新增人员"
    button = "新增"
    done = "人员已新增，请授予角色。"

    def act(self, data):
        self.appointed = operations.appoint_person(**data, by=self.request.user)

    def get_success_url(self):
        return reverse("staff-person", args=[self.appointed.pk])

    def back(self):
        return reverse("staff-people")


class AmendPerson(ActOnPerson):
    form_class = forms.AmendPersonForm
    title = "修改人员信息"
    button = "保存修改"
    done = "人员信息已修改。"

    def get_initial(self):
        person = self.person
        return {
            "name": person.name,
            "body": person.body_id,
            "post": person.post,
            "phone": person.phone,
            "certificate_no": person.certificate_no,
        }

    def act(self, data):
        operations.amend_person(user=self.person, **data, by=self.request.user)


class IssuePassword(ActOnPerson):
    form_class = forms.PasswordFields
    title = "重设密码"
    button = "重设密码"
    done = "密码已重设，请当面告知本人。"

    def act(self, data):
        operations.issue_password(user=self.person, **data, by=self.request.user)


class UnlockPerson(ActOnPerson):
    form_class = forms.ReasonForm
    title = "解除登录锁定"
    button = "解除锁定"
    done = "锁定已解除，本人现在可以登录。忘记密码的，请重设密码。"
    note = "请先核实是本人。连续输错五次密码的账号锁定十五分钟，到时自动解除。"

    def act(self, data):
        operations.unlock_person(user=self.person, by=self.request.user, at=timezone.now(), **data)


class GrantRole(ActOnPerson):
    form_class = forms.GrantRoleForm
    title = "授予角色"
    button = "授予"
    done = "角色已授予。"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"held": self.person.role_list}

    def act(self, data):
        operations.grant_role(
            user=self.person,
            role=Role(data["role"]),
            by=self.request.user,
            on=timezone.localdate(),
        )


class RevokeRole(ActOnPerson):
    form_class = forms.ReasonForm
    button = "收回"
    done = "角色已收回。"
    is_grave = True

    @property
    def title(self):
        return f"收回角色：{_role_or_404(self.kwargs['role']).label}"

    def act(self, data):
        operations.revoke_role(
            user=self.person,
            role=_role_or_404(self.kwargs["role"]),
            by=self.request.user,
            on=timezone.localdate(),
            **data,
        )


class DeactivatePerson(ActOnPerson):
    form_class = forms.ReasonForm
    title = "停用人员"
    button = "停用"
    done = "人员已停用。"
    note = "停用后立即不能登录，全部角色随之收回；其经办记录、签字和留痕保留。"
    is_grave = True

    def act(self, data):
        operations.deactivate_person(
            user=self.person, by=self.request.user, on=timezone.localdate(), **data
        )


class ReactivatePerson(ActOnPerson):
    form_class = forms.ReasonForm
    title = "恢复人员"
    button = "恢复"
    done = "人员已恢复，请重新授予角色。"

    def act(self, data):
        operations.reactivate_person(user=self.person, by=self.request.user, **data)


class SetRolePolicy(ManagesPeople, ActView):
    form_class = forms.RolePolicyForm
    button = "保存要求"
    done = "登录要求已保存。"

    @property
    def role(self):
        return _role_or_404(self.kwargs["role"])

    @property
    def title(self):
        return f"登录要求：{self.role.label}"

    def get_initial(self):
        return {"mfa_required": self.role in queries.roles_demanding_mfa()}

    def act(self, data):
        operations.set_role_policy(role=self.role, **data, by=self.request.user)

    def back(self):
        return reverse("staff-people")


# Other bodies whose papers the system makes and seals.
SEALING_BODIES = (
    BodyKind.ARBITRATION_COMMISSION,
    BodyKind.FUND_BODY,
    BodyKind.LABOUR_DEPARTMENT,
)


class BodyList(ManagesBodies, ListView):
    template_name = "staff/bodies.html"
    context_object_name = "bodies"
    queryset = Body.objects.all()

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            mediation_body=BodyKind.MEDIATION_BODY, sealing=SEALING_BODIES, **kwargs
        )


class RegisterBody(ManagesBodies, ActView):
    form_class = forms.BodyFields
    title = "登记机构"
    button = "登记"
    done = "机构已登记。"

    def act(self, data):
        operations.register_body(**data, by=self.request.user)

    def back(self):
        return reverse("staff-bodies")


class AmendBody(ManagesBodies, ActView):
    form_class = forms.AmendBodyForm
    title = "修改机构信息"
    button = "保存修改"
    done = "机构信息已修改。"

    @cached_property
    def body(self):
        return get_object_or_404(Body, pk=self.kwargs["pk"])

    def get_initial(self):
        names = forms.AmendBodyForm.base_fields.keys() - {"reason"}
        return {name: getattr(self.body, name) for name in names}

    def act(self, data):
        operations.amend_body(body=self.body, **data, by=self.request.user)

    def back(self):
        return reverse("staff-bodies")

    def get_context_data(self, **kwargs):
        return super().get_context_data(subject=self.body, **kwargs)


class DeclareConflict(LoginRequiredMixin, ActView):
    form_class = forms.DeclareConflictForm
    title = "申报应当回避的关系"
    button = "申报"
    done = "已申报。"
    note = "存在可能影响公正调解的关系的，应当在调解前或者调解中披露。"

    def act(self, data):
        operations.declare_conflict(
            user=self.request.user, **data, by=self.request.user, on=timezone.localdate()
        )

    def back(self):
        return reverse("staff-conflicts")


def _role_or_404(value: str) -> Role:
    if value not in Role:
        raise Http404
    return Role(value)
