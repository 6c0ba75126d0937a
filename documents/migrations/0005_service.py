"""
Service on parties: rows of service and what proves them, both append-only.

The function behind the PostgreSQL trigger is that of the case record.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


TABLES = ("documents_service", "documents_serviceproof")
MESSAGE = "append-only: 只能追加，不能修改或删除"


def add_triggers(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for table in TABLES:
        if vendor == "postgresql":
            schema_editor.execute(
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}"
                " FOR EACH ROW EXECUTE FUNCTION cases_append_only()",
                params=None,
            )
        elif vendor == "sqlite":
            schema_editor.execute(
                f"CREATE TRIGGER {table}_append_only BEFORE UPDATE ON {table}"
                f" BEGIN SELECT RAISE(ABORT, '{table}: {MESSAGE}'); END",
                params=None,
            )


def remove_triggers(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for table in TABLES:
        on = f" ON {table}" if vendor == "postgresql" else ""
        schema_editor.execute(f"DROP TRIGGER {table}_append_only{on}", params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0002_append_only"),
        ("documents", "0004_signing"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Service",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("direct", "直接送达"),
                            ("left", "留置送达"),
                            ("posted", "张贴送达"),
                            ("post", "邮寄送达"),
                            ("electronic", "电子送达"),
                            ("simple", "简便送达"),
                            ("entrusted", "委托送达"),
                            ("forwarded", "转交送达"),
                            ("public_notice", "公告送达"),
                        ],
                        max_length=16,
                        verbose_name="送达方式",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("sent", "已发出，待确认"),
                            ("served", "已送达"),
                            ("failed", "没有送到"),
                        ],
                        max_length=8,
                        verbose_name="结果",
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=200, verbose_name="送达地址")),
                (
                    "channel",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("sms", "短信"),
                            ("email", "电子邮箱"),
                            ("platform", "平台"),
                            ("phone", "电话"),
                            ("fax", "传真"),
                        ],
                        max_length=10,
                        verbose_name="途径",
                    ),
                ),
                ("sent_on", models.DateField(verbose_name="送出日")),
                (
                    "done_on",
                    models.DateField(
                        blank=True,
                        null=True,
                        verbose_name="签收、到达、留置、张贴、公告或者退回之日",
                    ),
                ),
                ("served_on", models.DateField(blank=True, null=True, verbose_name="送达日")),
                ("provisional", models.BooleanField(default=False, verbose_name="暂定")),
                ("steps", models.JSONField(default=list, verbose_name="算法")),
                ("receiver", models.CharField(blank=True, max_length=60, verbose_name="签收人")),
                (
                    "relation",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("self", "本人"),
                            ("family", "同住成年家属"),
                            ("head", "法定代表人或者负责人"),
                            ("mail_room", "单位收发人员"),
                            ("agent", "委托代理人"),
                            ("representative", "推选的代表人"),
                            ("designated", "指定的代收人"),
                        ],
                        max_length=16,
                        verbose_name="与受送达人的关系",
                    ),
                ),
                ("refused", models.BooleanField(default=False, verbose_name="拒绝签收")),
                ("returned", models.BooleanField(default=False, verbose_name="邮件退回")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="事由")),
                ("witnesses", models.JSONField(default=list, verbose_name="见证人")),
                (
                    "through",
                    models.CharField(
                        blank=True, max_length=120, verbose_name="受委托或者转交的单位"
                    ),
                ),
                (
                    "tracking_no",
                    models.CharField(blank=True, max_length=40, verbose_name="邮件号码"),
                ),
                ("media", models.CharField(blank=True, max_length=120, verbose_name="公告媒体")),
                (
                    "notice_days",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="公告期（日）"
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="备注")),
                ("recorded_on", models.DateField(verbose_name="记录日")),
                (
                    "confirmed_address",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.serviceaddress",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="services",
                        to="documents.document",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="services",
                        to="cases.party",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="documents.service",
                    ),
                ),
            ],
            options={
                "verbose_name": "送达",
                "verbose_name_plural": "送达",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="ServiceProof",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("photo", "照片"),
                            ("video", "录像"),
                            ("receipt", "回执"),
                            ("screenshot", "截图"),
                            ("notice", "公告版面"),
                        ],
                        max_length=10,
                        verbose_name="种类",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="文件名")),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.storedfile",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proofs",
                        to="documents.service",
                    ),
                ),
            ],
            options={
                "verbose_name": "送达证据",
                "verbose_name_plural": "送达证据",
                "ordering": ["id"],
            },
        ),
        migrations.AddIndex(
            model_name="service",
            index=models.Index(fields=["document", "party"], name="service_of_paper"),
        ),
        migrations.AddConstraint(
            model_name="service",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("done_on__isnull", False),
                        ("outcome", "served"),
                        ("served_on__isnull", False),
                    ),
                    models.Q(
                        models.Q(("outcome", "served"), _negated=True), ("served_on__isnull", True)
                    ),
                    _connector="OR",
                ),
                name="service_served_has_its_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="service",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("done_on__isnull", True),
                        ("done_on__gte", models.F("sent_on")),
                        _connector="OR",
                    ),
                    models.Q(
                        ("served_on__isnull", True),
                        ("served_on__gte", models.F("done_on")),
                        _connector="OR",
                    ),
                ),
                name="service_in_order",
            ),
        ),
        migrations.RunPython(add_triggers, remove_triggers),
    ]
