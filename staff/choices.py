"""Roles and kinds of bodies, in the order the pages list them."""

from django.db.models import TextChoices


class Role(TextChoices):
    INTAKE_OFFICER = "intake_officer", "受理员"
    MEDIATOR = "mediator", "调解员"
    RECORDER = "recorder", "记录员"
    ARBITRATOR = "arbitrator", "仲裁员"
    TRIBUNAL_SECRETARY = "tribunal_secretary", "书记员"
    COURT_CLERK = "court_clerk", "立案庭书记员"
    FUND_OFFICER = "fund_officer", "周转金经办人"
    FUND_APPROVER = "fund_approver", "周转金审批人"
    DIRECTOR = "director", "中心主任"
    ADMINISTRATOR = "administrator", "管理员"


class BodyKind(TextChoices):
    CENTRE = "centre", "快速解决中心"
    MEDIATION_BODY = "mediation_body", "调解组织"
    ARBITRATION_COMMISSION = "arbitration_commission", "仲裁委员会"
    COURT = "court", "人民法院"
    LABOUR_DEPARTMENT = "labour_department", "人社局"
    POLICE = "police", "公安机关"
    FUND_BODY = "fund_body", "周转金管理机构"
    OTHER = "other", "其他"
