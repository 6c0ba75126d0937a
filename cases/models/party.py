"""
Parties, the project they met on, and the chain that makes them answer for wages.

A worker is a party with a roster number. Identity, phone and bank numbers are encrypted; the blind
index finds the same person again without showing them.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.choices import AuthorityScope, LinkKind, PartyKind, PartyRole, PayUnit, ProceduralPlace
from cases.models.case import Case
from cases.models.fields import EncryptedTextField
from staff.history import History


class PartyQuerySet(models.QuerySet):
    def workers(self) -> "PartyQuerySet":
        return self.filter(roster_no__isnull=False).order_by("roster_no")

    def others(self) -> "PartyQuerySet":
        """Return everybody who is not a worker of the roster, in the order they were entered."""
        return self.filter(roster_no__isnull=True).order_by("id")


class Party(models.Model):
    """当事人: anyone the dispute binds."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="parties")
    key = models.SlugField("代号", max_length=40)
    role = models.CharField("角色", max_length=30, choices=PartyRole)
    place = models.CharField(
        "地位", max_length=12, choices=ProceduralPlace, default=ProceduralPlace.NONE
    )
    kind = models.CharField("类型", max_length=10, choices=PartyKind)
    name = models.CharField("姓名或名称", max_length=120)
    uscc = models.CharField("统一社会信用代码", max_length=18, blank=True)
    org_kind = models.CharField("单位类型", max_length=40, blank=True)
    legal_rep = models.CharField("法定代表人", max_length=60, blank=True)
    legal_rep_title = models.CharField("职务", max_length=40, blank=True)
    id_no = EncryptedTextField("公民身份号码", blank=True)
    id_index = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    sex = models.CharField("性别", max_length=2, blank=True)
    birth = models.DateField("出生日期", null=True, blank=True)
    native_place = models.CharField("籍贯", max_length=120, blank=True)
    address = models.CharField("住址或住所", max_length=200, blank=True)
    phone = EncryptedTextField("联系电话", blank=True)
    status_note = models.CharField("情况", max_length=200, blank=True)
    missing = models.BooleanField("下落不明", default=False)
    licensed = models.BooleanField("有用工主体资格", default=True)

    roster_no = models.PositiveIntegerField("花名册序号", null=True, blank=True)
    post = models.CharField("岗位或班组", max_length=60, blank=True)
    pay_unit = models.CharField("计薪单位", max_length=6, choices=PayUnit, blank=True)
    rate_fen = models.BigIntegerField("单价（分）", null=True, blank=True)
    bank_account = EncryptedTextField("银行账号", blank=True)
    bank_name = models.CharField("开户行", max_length=80, blank=True)

    history = History(verbose_name="当事人变更")
    objects = PartyQuerySet.as_manager()

    class Meta:
        verbose_name = "当事人"
        verbose_name_plural = "当事人"
        ordering = ["case_id", "roster_no", "id"]
        constraints = [
            models.UniqueConstraint(name="party_key_once", fields=["case", "key"]),
            models.UniqueConstraint(
                name="roster_no_once",
                fields=["case", "roster_no"],
                condition=Q(roster_no__isnull=False),
            ),
            models.UniqueConstraint(
                name="party_identity_once",
                fields=["case", "id_index"],
                condition=Q(roster_no__isnull=False) & ~Q(id_index=""),
            ),
            models.CheckConstraint(
                name="roster_holds_applicants",
                condition=Q(roster_no__isnull=True) | Q(role=PartyRole.APPLICANT),
            ),
        ]
        # A search for part of a name reads the names alone.
        indexes = [models.Index(name="party_name", fields=["name"])]

    def __str__(self) -> str:
        return self.name

    @property
    def is_worker(self) -> bool:
        return self.role == PartyRole.APPLICANT


class Project(models.Model):
    """工程项目: where the wages arose, with its wage account and deposit (条例 26, 32)."""

    case = models.OneToOneField(Case, models.PROTECT, related_name="project")
    name = models.CharField("项目名称", max_length=120)
    permit = models.CharField("施工许可证", max_length=60, blank=True)
    team = models.CharField("班组", max_length=60, blank=True)
    wage_account = EncryptedTextField("农民工工资专用账户", blank=True)
    real_name_system = models.BooleanField("实名制", default=False)
    wage_deposit_fen = models.BigIntegerField("工资保证金（分）", null=True, blank=True)

    history = History(verbose_name="项目变更")

    class Meta:
        verbose_name = "工程项目"
        verbose_name_plural = "工程项目"

    def __str__(self) -> str:
        return self.name


class LiabilityLink(models.Model):
    """One step of the liability chain: `upper` gave the work to `lower`, under which contract."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="links")
    upper = models.ForeignKey(Party, models.PROTECT, related_name="links_down")
    lower = models.ForeignKey(Party, models.PROTECT, related_name="links_up")
    kind = models.CharField("关系", max_length=20, choices=LinkKind)
    contract_name = models.CharField("合同", max_length=120, blank=True)
    contract_no = models.CharField("合同编号", max_length=60, blank=True)
    signed_on = models.DateField("签订日", null=True, blank=True)
    unpaid_works_price_fen = models.BigIntegerField("未结清工程款（分）", null=True, blank=True)

    history = History(verbose_name="责任链变更")

    class Meta:
        verbose_name = "责任链"
        verbose_name_plural = "责任链"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(name="link_once", fields=["case", "upper", "lower", "kind"]),
            models.CheckConstraint(name="link_two_ends", condition=~Q(upper=models.F("lower"))),
        ]

    def __str__(self) -> str:
        return f"{self.upper} → {self.lower}"


class Election(models.Model):
    """推选代表: ten or more workers with a common claim elect three to five (COL-02)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="elections")
    elected_on = models.DateField("推选日")
    before = models.CharField("用于", max_length=20, default="mediation_org")
    powers = models.JSONField("权限", default=list)
    may_settle = models.BooleanField("可代为达成协议", default=False)
    witness = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="见证人", related_name="+", null=True
    )
    representatives = models.ManyToManyField(Party, related_name="elected_in")
    signed_by = models.ManyToManyField(Party, related_name="elections_signed")

    class Meta:
        verbose_name = "推选代表"
        verbose_name_plural = "推选代表"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.case.number} 代表推选"


class Authority(models.Model):
    """授权委托: who may act for a party, how far, before which body, in which days (V-P2)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="authorities")
    party = models.ForeignKey(Party, models.PROTECT, related_name="authorities")
    agent = models.CharField("代理人", max_length=60)
    agent_post = models.CharField("代理人职务", max_length=60, blank=True)
    scope = models.CharField("权限", max_length=10, choices=AuthorityScope)
    special_items = models.JSONField("特别授权事项", default=list, blank=True)
    before = models.CharField("受理机构", max_length=20, default="mediation_org")
    valid_from = models.DateField("自")
    valid_to = models.DateField("至")
    seal_kind = models.CharField("印章", max_length=20, blank=True)

    history = History(verbose_name="授权变更")

    class Meta:
        verbose_name = "授权委托"
        verbose_name_plural = "授权委托"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="authority_in_order", condition=Q(valid_to__gte=models.F("valid_from"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agent} 代理 {self.party}"


class ServiceAddress(models.Model):
    """送达地址确认: where papers reach a party, and whether by electronic means (DATA-06)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="service_addresses")
    party = models.ForeignKey(Party, models.PROTECT, related_name="service_addresses")
    address = models.CharField("送达地址", max_length=200)
    phone = EncryptedTextField("电话", blank=True)
    e_service = models.BooleanField("同意电子送达", default=False)
    e_channel = models.CharField("电子送达方式", max_length=20, blank=True)
    confirmed_on = models.DateField("确认日")
    superseded = models.BooleanField("已变更", default=False)

    class Meta:
        verbose_name = "送达地址"
        verbose_name_plural = "送达地址"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.party} {self.address}"
