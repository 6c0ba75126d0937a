"""Pages of a session: its date, the working screen, the roll, the minutes, the facts, its end."""

import uuid
from datetime import datetime, timedelta

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from cases.operations import AlreadySubmitted, claim_submission
from mediation import operations, queries
from mediation.choices import ProposalState, SessionState
from mediation.forms import session as forms
from mediation.forms.fields import ReasonForm
from mediation.models import Attendance, Session
from mediation.permissions import (
    can_keep_minutes,
    can_propose_terms,
    can_read_minutes,
    can_record_answers,
    can_schedule_session,
)
from mediation.views.acts import CaseAct, SubjectAct, SubjectOfCase, place_of
from mediation.views.terms import proposal_context
from staff.refusals import ActRefused


class ScheduleSession(CaseAct):
    template_name = "mediation/schedule.html"
    permission = can_schedule_session
    operation = staticmethod(operations.schedule_session)
    form_class = forms.ScheduleForm
    title = "安排调解会"
    button = "安排调解会"
    done = "调解会已排期。"
    requirements = (
        ("一方明确拒绝调解的，不得再安排调解会。", "MED-04"),
        ("调解一般不公开进行；双方要求公开的除外。", "MED-25"),
    )

    @cached_property
    def day(self):
        """The day whose other sessions are shown: asked for, else tomorrow."""
        asked = self.request.POST.get("starts_at_0") or self.request.GET.get("day", "")
        try:
            return datetime.strptime(asked, "%Y-%m-%d").date()
        except ValueError:
            return timezone.localdate() + timedelta(days=1)

    def get_initial(self):
        return {"starts_at": [self.day, ""]}

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            day=self.day,
            own_sessions=queries.sessions_on(self.request.user, self.day),
            room_sessions=queries.room_sessions(self.day),
            **kwargs,
        )


class SessionPage(SubjectOfCase, TemplateView):
    """The working screen: roll, minutes and proposal side by side."""

    template_name = "mediation/session.html"
    model = Session
    permission = can_read_minutes

    def get_context_data(self, **kwargs):
        user, case, session = self.request.user, self.case, self.subject
        keeps = can_keep_minutes(user, case)
        held = session.state == SessionState.HELD
        if session.state == SessionState.CLOSED:
            proposal = session.proposals.order_by("number").last()
        else:
            proposal = queries.current_proposal(case)
        return super().get_context_data(
            today=timezone.localdate(),
            held=held,
            keeps=keeps,
            conducts=can_propose_terms(user, case),
            roll=roll(session),
            agenda=queries.agenda(session, proposal),
            facts=case.undisputed_facts.filter(superseded=False).prefetch_related(
                "agreed_by", "evidence"
            ),
            proposals=case.proposals.order_by("-number"),
            agreement=queries.current_agreement(case),
            may_answer=can_record_answers(user, case)
            and proposal is not None
            and proposal.state == ProposalState.OPEN,
            **(proposal_context(proposal, session) if proposal else {}),
            **minutes_context(self.request, session, writes=keeps and held),
            **kwargs,
        )


def roll(session: Session) -> list[dict]:
    """Return the roll in the shape of `components/roll_call.html`, with the row itself."""
    rows = []
    for row in session.attendance.select_related("party", "officer", "authority"):
        if not row.present:
            state, words = "absent", "未到"
        elif row.left_at:
            state, words = "away", f"{row.left_at:%H:%M}离场"
        else:
            state, words = "present", f"{row.arrived_at:%H:%M}到场"
        rows.append(
            {
                "row": row,
                "name": row.person,
                "side": row.party.get_role_display() if row.party else "主持",
                "as_whom": _as_whom(row),
                "state": state,
                "words": words,
                "may_not_settle": queries.may_not_settle(row),
            }
        )
    return rows


def _as_whom(row: Attendance) -> str:
    if row.party is None or row.party.name == row.person:
        return ""
    return f"{row.party.name}的{row.get_capacity_display()}"


def minutes_context(request, session: Session, *, writes: bool, form=None) -> dict:
    """Return what the minutes need; the speaker last chosen stays chosen."""
    lines = list(session.lines.select_related("corrects", "corrected_by"))
    shown = {
        "session": session,
        "case": session.case,
        "lines": lines,
        "line_form": None,
        "submission": uuid.uuid4().hex,
    }
    if not writes:
        return shown
    corrected = next((x for x in lines if str(x.no) == request.GET.get("corrects")), None)
    initial = {"speaker": request.session.get("minutes_speaker")}
    if corrected:
        initial |= {"corrects": corrected.no, "text": corrected.text}
    shown["line_form"] = form or forms.MinutesLineForm(
        case=session.case,
        today=timezone.localdate(),
        session=session,
        by=request.user,
        initial=initial,
    )
    shown["corrected"] = corrected
    return shown


class AddMinutesLine(SubjectOfCase, TemplateView):
    """Take one line; answers htmx with the minutes, everybody else with the session page."""

    model = Session
    permission = can_keep_minutes
    http_method_names = ("post",)

    def post(self, request, pk):
        session, today = self.subject, timezone.localdate()
        form = forms.MinutesLineForm(
            request.POST, case=self.case, today=today, session=session, by=request.user
        )
        status = 200
        if form.is_valid():
            try:
                with transaction.atomic():
                    claim_submission(
                        key=request.POST.get("submission", "")[:64] or uuid.uuid4().hex,
                        by=request.user,
                        path=request.path,
                    )
                    operations.add_minutes_line(
                        session=session, by=request.user, on=today, **form.cleaned_data
                    )
                request.session["minutes_speaker"] = request.POST.get("speaker", "")
                form = None
            except AlreadySubmitted:
                form = None
            except ActRefused as refusal:
                form.add_error(None, f"{refusal}{refusal.suggest}")
                status = 422
        else:
            status = 422
        if request.htmx:
            context = minutes_context(request, session, writes=True, form=form)
            return render(request, "mediation/minutes.html", context | {"keeps": True})
        if form is not None:
            for errors in form.errors.values():
                for error in errors:
                    messages.error(request, error)
        address = reverse("session", args=[session.pk])
        return redirect(f"{address}#write") if status == 200 else redirect(address)


class SessionAct(SubjectAct):
    """An act on the session named by `pk`; afterwards one is back on its page."""

    model = Session
    argument = "session"

    def get_success_url(self):
        return place_of(self.subject, self.request.user)


class CancelSession(SessionAct):
    permission = can_schedule_session
    operation = staticmethod(operations.cancel_session)
    form_class = ReasonForm
    title = "取消调解会"
    button = "取消调解会"
    done = "调解会已取消。"
    grave = True


class ExtendAnswers(SessionAct):
    permission = can_schedule_session
    operation = staticmethod(operations.extend_answers)
    form_class = forms.ExtendAnswersForm
    title = "延长答复期"
    button = "延长答复期"
    done = "答复期已延长，请告知各方新的截止日。"
    requirements = (("分时在线的，各方在约定的期间内分别参加、答复。", "MED-35"),)

    def get_initial(self):
        return {"until": self.subject.answers_until}


class RecordAttendance(SessionAct):
    template_name = "mediation/attendance.html"
    permission = can_keep_minutes
    operation = staticmethod(operations.record_attendance)
    form_class = forms.AttendanceForm
    title = "签到"
    button = "记录到场"
    done = "到场情况已记录。"
    requirements = (
        ("代理人须有有效的授权委托书；代为承认、变更、达成协议的，须有特别授权。", "COL-02"),
        ("推选的代表可以参加调解，但不能代他人达成协议。", "COL-02"),
        ("已明确拒绝调解的一方，不得调解。", "MED-04"),
    )

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"session": self.subject}

    def get_initial(self):
        if self.subject.state == SessionState.SCHEDULED:
            return {}
        return {"arrived_at": timezone.localtime().time()}


class RecordLeaving(SubjectAct):
    model = Attendance
    case_path = "session__case"
    argument = "attendance"
    permission = can_keep_minutes
    operation = staticmethod(operations.record_leaving)
    form_class = forms.LeavingForm
    button = "记录离场"
    done = "离场时间已记录。"

    @property
    def title(self):
        return f"离场：{self.subject.person}"

    def get_initial(self):
        return {"left_at": timezone.localtime().time()}

    def get_success_url(self):
        return place_of(self.subject.session, self.request.user)


class BackInSession:
    """Acts of the case that are done during a session lead back to it."""

    def get_success_url(self):
        session = queries.open_session(self.case)
        if session:
            return place_of(session, self.request.user)
        return super().get_success_url()


class ConfirmFact(BackInSession, CaseAct):
    permission = can_keep_minutes
    operation = staticmethod(operations.confirm_undisputed_fact)
    form_class = forms.FactForm
    title = "确认无争议事实"
    button = "确认这一事实"
    done = "无争议事实已确认。"
    requirements = (
        ("无争议事实应当以书面形式确认。", "MED-21"),
        ("未达成协议的，经双方同意可以书面记载没有争议的事实，由双方签字确认。", "MED-22"),
        ("除共同确认的无争议事实外，调解中的让步不得作为对其不利的依据。", "MED-20"),
    )

    def get_initial(self):
        return {"fact": self.request.GET.get("fact", "")}


class IssueFactsPaper(BackInSession, CaseAct):
    permission = can_keep_minutes
    operation = staticmethod(operations.issue_facts_paper)
    title = "出具无争议事实确认书"
    button = "出具确认书"
    done = "无争议事实确认书已出具，请各方签字。"
    template_name = "mediation/facts_paper.html"
    requirements = (("无争议事实应当以书面形式确认。", "MED-21"),)

    def get_context_data(self, **kwargs):
        facts = self.case.undisputed_facts.filter(superseded=False)
        return super().get_context_data(
            facts=facts.prefetch_related("agreed_by", "evidence"), **kwargs
        )


class CloseSession(SessionAct):
    permission = can_keep_minutes
    operation = staticmethod(operations.close_session)
    form_class = forms.CloseSessionForm
    title = "结束调解会"
    button = "结束调解会"
    done = "调解会已结束，调解笔录已出具。"
    grave = True
    requirements = (
        ("到场的人都应在笔录上签名。", "MED-30"),
        ("笔录定稿后不能再改；此前的更正以划线方式保留原文。", "MED-30"),
    )

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"session": self.subject}

    def get_initial(self):
        return {"ended_at": timezone.localtime().replace(second=0, microsecond=0, tzinfo=None)}
