"""
People, the bodies they belong to, their roles, conflicts of interest and absences.

A person is never deleted, only deactivated: signatures and history keep pointing at who acted.
A role is held while its grant has no day of revocation.
"""

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.utils.functional import cached_property

from staff.choices import BodyKind, Role
from staff.history import History
from staff.refusals import ActRefused


class NeverDeleted(ActRefused):
    """A person or a log line stays for as long as the files that name it."""

    def __init__(self, message: str) -> None:
        super().__init__(message, source="AD1")


class Body(models.Model):
    """机构：a mediation body, commission, court or department the centre works with."""

    kind = models.CharField("类别", max_length=32, choices=BodyKind)
    name = models.CharField("名称", max_length=120, unique=True)
    code = models.CharField("代字", max_length=32, blank=True, help_text="法院代字，如“冀0699”")
    mediation_kind = models.CharField(
        "调解组织类型",
        max_length=120,
        blank=True,
        help_text="如“依法设立的基层人民调解组织”（劳动争议调解仲裁法第十条）",
    )
    registration_no = models.CharField("备案（登记）号", max_length=64, blank=True)
    seal_registered_on = models.DateField("印章备案日期", null=True, blank=True)
    address = models.CharField("地址", max_length=200, blank=True)
    phone = models.CharField("电话", max_length=32, blank=True)
    is_active = models.BooleanField("在用", default=True)
    history = History()

    class Meta:
        verbose_name = "机构"
        verbose_name_plural = "机构"
        ordering = ("kind", "name")

    def __str__(self) -> str:
        return self.name

    @property
    def may_seal(self) -> bool:
        """Whether its seal is registered, and of a mediation body its kind and number (MED-01)."""
        known = [self.is_active, self.seal_registered_on]
        if self.kind == BodyKind.MEDIATION_BODY:
            known += [self.mediation_kind, self.registration_no]
        return all(known)


class PersonQuerySet(models.QuerySet):
    def delete(self):
        raise NeverDeleted("人员只能停用，不能删除。")


class PersonManager(UserManager.from_queryset(PersonQuerySet)):
    use_in_migrations = False


class User(AbstractUser):
    """人员：somebody who signs in, a party's person on a phone, or the system itself."""

    first_name = None
    last_name = None
    name = models.CharField("姓名", max_length=64)
    post = models.CharField("职务", max_length=64, blank=True)
    phone = models.CharField("电话", max_length=32, blank=True)
    certificate_no = models.CharField("证件（聘书）号", max_length=64, blank=True)
    body = models.ForeignKey(
        Body,
        verbose_name="所属机构",
        on_delete=models.PROTECT,
        related_name="people",
        null=True,
        blank=True,
    )
    password_is_temporary = models.BooleanField("须修改初始密码", default=False, editable=False)
    is_system = models.BooleanField("系统用户", default=False, editable=False)
    # Comes in by a code and a second factor, has no password, and no page of the staff.
    is_party = models.BooleanField("当事人", default=False, editable=False)

    objects = PersonManager()
    history = History(excluded_fields=["password", "last_login"])

    REQUIRED_FIELDS = ("name",)

    class Meta:
        verbose_name = "人员"
        verbose_name_plural = "人员"
        ordering = ("name", "username")
        constraints = (
            models.UniqueConstraint(
                fields=("is_system",),
                condition=models.Q(is_system=True),
                name="one_system_user",
                violation_error_message="系统用户只能有一个。",
            ),
        )

    def __str__(self) -> str:
        return self.name or self.username

    def delete(self, *args, **kwargs):
        raise NeverDeleted("人员只能停用，不能删除。")

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    @cached_property
    def role_list(self) -> list[Role]:
        """Roles held, in the order of `Role`; read once per instance, which is once per request."""
        if not self.is_active:
            return []
        held = set(self.roles.filter(revoked_on=None).values_list("role", flat=True))
        return [role for role in Role if role in held]

    def has_role(self, *roles: Role) -> bool:
        """Whether the person holds at least one of `roles`."""
        return any(role in self.role_list for role in roles)


class RoleGrant(models.Model):
    """A role given to a person on a day, and the day it was taken back."""

    user = models.ForeignKey(
        User, verbose_name="人员", on_delete=models.PROTECT, related_name="roles"
    )
    role = models.CharField("角色", max_length=32, choices=Role)
    granted_on = models.DateField("授予日期")
    revoked_on = models.DateField("收回日期", null=True, blank=True)
    granted_by = models.ForeignKey(
        User, verbose_name="授予人", on_delete=models.PROTECT, related_name="+"
    )
    history = History()

    class Meta:
        verbose_name = "角色授予"
        verbose_name_plural = "角色授予"
        ordering = ("granted_on", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("user", "role"),
                condition=models.Q(revoked_on=None),
                name="role_held_once",
                violation_error_message="该人员已有此角色。",
            ),
            models.CheckConstraint(
                condition=models.Q(revoked_on=None)
                | models.Q(revoked_on__gte=models.F("granted_on")),
                name="role_revoked_after_grant",
                violation_error_message="收回日期不能早于授予日期。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}：{self.get_role_display()}"


class RolePolicy(models.Model):
    """What the installation demands of everybody who holds a role."""

    role = models.CharField("角色", max_length=32, choices=Role, unique=True)
    mfa_required = models.BooleanField("登录须两步验证", default=False)
    history = History()

    class Meta:
        verbose_name = "角色安全要求"
        verbose_name_plural = "角色安全要求"
        ordering = ("role",)

    def __str__(self) -> str:
        return self.get_role_display()


class Conflict(models.Model):
    """回避登记：a relation of a person to somebody who may come as a party (MED-24)."""

    user = models.ForeignKey(
        User, verbose_name="人员", on_delete=models.PROTECT, related_name="conflicts"
    )
    counterpart_name = models.CharField("相对人姓名或名称", max_length=120, db_index=True)
    counterpart_number_hash = models.CharField("相对人证件号摘要", max_length=64, blank=True)
    relation = models.CharField("关系", max_length=120)
    declared_on = models.DateField("申报日期")
    ended_on = models.DateField("解除日期", null=True, blank=True)
    history = History()

    class Meta:
        verbose_name = "回避登记"
        verbose_name_plural = "回避登记"
        ordering = ("-declared_on", "-id")

    def __str__(self) -> str:
        return f"{self.user}与{self.counterpart_name}：{self.relation}"


class AbsenceQuerySet(models.QuerySet):
    def between(self, first, last):
        """Those that touch a day from `first` to `last`, both inclusive."""
        back = models.Q(ended_on=None) | models.Q(ended_on__gt=models.F("from_on"))
        later = models.Q(ended_on=None) | models.Q(ended_on__gt=first)
        return self.filter(back, later, from_on__lte=last, to_on__gte=first)


class Absence(models.Model):
    """离岗：days a person is away, both inclusive, and who stands in; `ended_on` is back early."""

    user = models.ForeignKey(
        User, verbose_name="人员", on_delete=models.PROTECT, related_name="absences"
    )
    from_on = models.DateField("开始日期")
    to_on = models.DateField("结束日期")
    stand_in = models.ForeignKey(
        User, verbose_name="代班人", on_delete=models.PROTECT, related_name="+"
    )
    ended_on = models.DateField("提前回岗日期", null=True, blank=True)
    history = History()

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        verbose_name = "离岗"
        verbose_name_plural = "离岗"
        ordering = ("-from_on", "-id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(to_on__gte=models.F("from_on")),
                name="absence_ends_after_start",
                violation_error_message="结束日期不能早于开始日期。",
            ),
            models.CheckConstraint(
                condition=~models.Q(stand_in=models.F("user")),
                name="absence_stood_in_by_another",
                violation_error_message="代班人不能是本人。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}：{self.from_on}至{self.to_on}"


class ReadLog(models.Model):
    """查阅记录：who saw an identity, bank or phone number in full, and why (DATA-01…04)."""

    user = models.ForeignKey(
        User, verbose_name="查阅人", on_delete=models.PROTECT, related_name="readings"
    )
    at = models.DateTimeField("查阅时间", db_index=True)
    what = models.CharField("查阅内容", max_length=64)
    object_label = models.CharField("对象", max_length=200)
    reason = models.CharField("事由", max_length=200)

    class Meta:
        verbose_name = "查阅记录"
        verbose_name_plural = "查阅记录"
        ordering = ("-at", "-id")

    def __str__(self) -> str:
        return f"{self.user}查阅{self.object_label}的{self.what}"

    def delete(self, *args, **kwargs):
        raise NeverDeleted("查阅记录不能删除。")


class RateCount(models.Model):
    """How often somebody asked of late: one count for every process that answers."""

    key = models.CharField(max_length=120, primary_key=True)
    count = models.PositiveIntegerField()
    until = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = "访问次数"
        verbose_name_plural = "访问次数"

    def __str__(self) -> str:
        return f"{self.key} {self.count}"
