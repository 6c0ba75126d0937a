import django.db.models.deletion
import simple_history.models
import staff.tables
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cases", "0001_initial"),
        ("documents", "0001_initial"),
        ("mediation", "0001_initial"),
        ("room", "0001_initial"),
        ("staff", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        staff.tables.CreateModels(
            models=[
                migrations.CreateModel(
                    name="SiblingGroup",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "commission",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="staff.body",
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="名称")),
                    ],
                    options={
                        "verbose_name": "同类案件组",
                        "verbose_name_plural": "同类案件组",
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalArbitration",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "origin",
                            models.CharField(
                                choices=[
                                    ("mediation", "调解不成"),
                                    ("breach", "调解协议未履行"),
                                    ("direct", "直接申请"),
                                ],
                                max_length=12,
                                verbose_name="来源",
                            ),
                        ),
                        (
                            "number",
                            models.CharField(blank=True, max_length=60, verbose_name="仲裁案号"),
                        ),
                        (
                            "cause",
                            models.CharField(blank=True, max_length=200, verbose_name="案由"),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("filed", "待审查"),
                                    ("correcting", "待补正"),
                                    ("declined", "不予受理"),
                                    ("accepted", "审理中"),
                                    ("suspended", "中止"),
                                    ("decided", "已裁决"),
                                    ("settled", "已调解"),
                                    ("withdrawn", "已撤回"),
                                    ("transferred", "已移送"),
                                    ("dismissed", "已终结"),
                                ],
                                db_index=True,
                                default="filed",
                                max_length=12,
                                verbose_name="状态",
                            ),
                        ),
                        ("facts", models.TextField(blank=True, verbose_name="事实与理由")),
                        ("filed_on", models.DateField(verbose_name="申请日")),
                        ("received_on", models.DateField(verbose_name="收到日")),
                        (
                            "accepted_on",
                            models.DateField(blank=True, null=True, verbose_name="受理日"),
                        ),
                        ("lacking", models.JSONField(default=list, verbose_name="缺件")),
                        ("priority", models.BooleanField(default=False, verbose_name="优先审理")),
                        (
                            "procedure",
                            models.CharField(
                                choices=[("ordinary", "一般程序"), ("simplified", "简易处理")],
                                default="ordinary",
                                max_length=12,
                                verbose_name="程序",
                            ),
                        ),
                        (
                            "simplified_ground",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("clear_facts", "事实清楚、权利义务关系明确、争议不大"),
                                    ("amount", "标的额不超过上年度职工年平均工资"),
                                    ("both_agree", "双方当事人同意"),
                                ],
                                max_length=12,
                                verbose_name="简易处理依据",
                            ),
                        ),
                        (
                            "evidence_due_on",
                            models.DateField(blank=True, null=True, verbose_name="举证期限"),
                        ),
                        (
                            "limitation_pleaded",
                            models.BooleanField(blank=True, null=True, verbose_name="主张时效抗辩"),
                        ),
                        (
                            "ended_on",
                            models.DateField(blank=True, null=True, verbose_name="结案日"),
                        ),
                        (
                            "file_closed_on",
                            models.DateField(blank=True, null=True, verbose_name="归档日"),
                        ),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "case",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="cases.case",
                            ),
                        ),
                        (
                            "commission",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="staff.body",
                            ),
                        ),
                        (
                            "siblings",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="adjudication.siblinggroup",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                                max_length=1,
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "仲裁案件变更",
                        "verbose_name_plural": "historical 仲裁案件",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Arbitration",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="arbitrations",
                                to="cases.case",
                            ),
                        ),
                        (
                            "commission",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="arbitrations",
                                to="staff.body",
                            ),
                        ),
                        (
                            "siblings",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="arbitrations",
                                to="adjudication.siblinggroup",
                            ),
                        ),
                        (
                            "origin",
                            models.CharField(
                                choices=[
                                    ("mediation", "调解不成"),
                                    ("breach", "调解协议未履行"),
                                    ("direct", "直接申请"),
                                ],
                                max_length=12,
                                verbose_name="来源",
                            ),
                        ),
                        (
                            "number",
                            models.CharField(blank=True, max_length=60, verbose_name="仲裁案号"),
                        ),
                        (
                            "cause",
                            models.CharField(blank=True, max_length=200, verbose_name="案由"),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("filed", "待审查"),
                                    ("correcting", "待补正"),
                                    ("declined", "不予受理"),
                                    ("accepted", "审理中"),
                                    ("suspended", "中止"),
                                    ("decided", "已裁决"),
                                    ("settled", "已调解"),
                                    ("withdrawn", "已撤回"),
                                    ("transferred", "已移送"),
                                    ("dismissed", "已终结"),
                                ],
                                db_index=True,
                                default="filed",
                                max_length=12,
                                verbose_name="状态",
                            ),
                        ),
                        ("facts", models.TextField(blank=True, verbose_name="事实与理由")),
                        ("filed_on", models.DateField(verbose_name="申请日")),
                        ("received_on", models.DateField(verbose_name="收到日")),
                        (
                            "accepted_on",
                            models.DateField(blank=True, null=True, verbose_name="受理日"),
                        ),
                        ("lacking", models.JSONField(default=list, verbose_name="缺件")),
                        ("priority", models.BooleanField(default=False, verbose_name="优先审理")),
                        (
                            "procedure",
                            models.CharField(
                                choices=[("ordinary", "一般程序"), ("simplified", "简易处理")],
                                default="ordinary",
                                max_length=12,
                                verbose_name="程序",
                            ),
                        ),
                        (
                            "simplified_ground",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("clear_facts", "事实清楚、权利义务关系明确、争议不大"),
                                    ("amount", "标的额不超过上年度职工年平均工资"),
                                    ("both_agree", "双方当事人同意"),
                                ],
                                max_length=12,
                                verbose_name="简易处理依据",
                            ),
                        ),
                        (
                            "evidence_due_on",
                            models.DateField(blank=True, null=True, verbose_name="举证期限"),
                        ),
                        (
                            "limitation_pleaded",
                            models.BooleanField(blank=True, null=True, verbose_name="主张时效抗辩"),
                        ),
                        (
                            "ended_on",
                            models.DateField(blank=True, null=True, verbose_name="结案日"),
                        ),
                        (
                            "file_closed_on",
                            models.DateField(blank=True, null=True, verbose_name="归档日"),
                        ),
                        (
                            "applicants",
                            models.ManyToManyField(related_name="arbitrations", to="cases.party"),
                        ),
                        (
                            "representatives",
                            models.ManyToManyField(
                                related_name="arbitrations_represented", to="cases.party"
                            ),
                        ),
                        (
                            "respondents",
                            models.ManyToManyField(
                                related_name="arbitrations_against", to="cases.party"
                            ),
                        ),
                        (
                            "third_parties",
                            models.ManyToManyField(
                                related_name="arbitrations_joined", to="cases.party"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "仲裁案件",
                        "verbose_name_plural": "仲裁案件",
                        "ordering": ["id"],
                        "indexes": [
                            models.Index(fields=["commission", "state"], name="arbitration_desk")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("number", ""), _negated=True),
                                fields=("commission", "number"),
                                name="arbitration_number_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["filed", "correcting", "declined", "withdrawn"]),
                                    models.Q(
                                        models.Q(("number", ""), _negated=True),
                                        ("accepted_on__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="accepted_arbitration_has_number",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalSeat",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("sole", "独任仲裁员"),
                                    ("presiding", "首席仲裁员"),
                                    ("member", "仲裁员"),
                                    ("secretary", "书记员"),
                                ],
                                max_length=12,
                                verbose_name="职务",
                            ),
                        ),
                        ("from_on", models.DateField(verbose_name="自")),
                        ("until_on", models.DateField(blank=True, null=True, verbose_name="至")),
                        (
                            "override_reason",
                            models.CharField(blank=True, max_length=200, verbose_name="指定理由"),
                        ),
                        ("halted", models.BooleanField(default=False, verbose_name="暂停参与")),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "arbitration",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="adjudication.arbitration",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                                max_length=1,
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "仲裁庭变更",
                        "verbose_name_plural": "historical 仲裁庭席位",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Seat",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "arbitration",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="seats",
                                to="adjudication.arbitration",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tribunals",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("sole", "独任仲裁员"),
                                    ("presiding", "首席仲裁员"),
                                    ("member", "仲裁员"),
                                    ("secretary", "书记员"),
                                ],
                                max_length=12,
                                verbose_name="职务",
                            ),
                        ),
                        ("from_on", models.DateField(verbose_name="自")),
                        ("until_on", models.DateField(blank=True, null=True, verbose_name="至")),
                        (
                            "override_reason",
                            models.CharField(blank=True, max_length=200, verbose_name="指定理由"),
                        ),
                        ("halted", models.BooleanField(default=False, verbose_name="暂停参与")),
                    ],
                    options={
                        "verbose_name": "仲裁庭席位",
                        "verbose_name_plural": "仲裁庭席位",
                        "ordering": ["id"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("until_on", None)),
                                fields=("arbitration", "user"),
                                name="seat_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("role__in", ["sole", "presiding"]), ("until_on", None)
                                ),
                                fields=("arbitration",),
                                name="one_head_of_tribunal",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalClaim",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("no", models.PositiveSmallIntegerField(verbose_name="序号")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("wages", "劳动报酬"),
                                    ("overtime", "加班费"),
                                    ("economic_compensation", "经济补偿"),
                                    ("double_wages", "二倍工资"),
                                    ("damages", "赔偿金"),
                                    ("additional_compensation", "加付赔偿金"),
                                    ("annual_leave_pay", "未休年休假工资"),
                                    ("injury_medical_fees", "工伤医疗费"),
                                    ("social_insurance", "社会保险"),
                                    ("labour_relation", "确认劳动关系"),
                                    ("other", "其他"),
                                ],
                                max_length=24,
                                verbose_name="种类",
                            ),
                        ),
                        ("what", models.CharField(max_length=300, verbose_name="请求内容")),
                        (
                            "period_from",
                            models.DateField(blank=True, null=True, verbose_name="期间自"),
                        ),
                        (
                            "period_to",
                            models.DateField(blank=True, null=True, verbose_name="期间至"),
                        ),
                        (
                            "amount_fen",
                            models.BigIntegerField(
                                blank=True, null=True, verbose_name="金额（分）"
                            ),
                        ),
                        (
                            "formula",
                            models.CharField(blank=True, max_length=200, verbose_name="计算方式"),
                        ),
                        ("elements", models.JSONField(default=list, verbose_name="所依要素")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("pending", "审理中"),
                                    ("decided", "已裁决"),
                                    ("settled", "已调解"),
                                    ("withdrawn", "已撤回"),
                                ],
                                default="pending",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "arbitration",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="adjudication.arbitration",
                            ),
                        ),
                        (
                            "worker",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="cases.party",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                                max_length=1,
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "仲裁请求变更",
                        "verbose_name_plural": "historical 仲裁请求",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Claim",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "arbitration",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="claims",
                                to="adjudication.arbitration",
                            ),
                        ),
                        (
                            "worker",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="arbitration_claims",
                                to="cases.party",
                            ),
                        ),
                        ("no", models.PositiveSmallIntegerField(verbose_name="序号")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("wages", "劳动报酬"),
                                    ("overtime", "加班费"),
                                    ("economic_compensation", "经济补偿"),
                                    ("double_wages", "二倍工资"),
                                    ("damages", "赔偿金"),
                                    ("additional_compensation", "加付赔偿金"),
                                    ("annual_leave_pay", "未休年休假工资"),
                                    ("injury_medical_fees", "工伤医疗费"),
                                    ("social_insurance", "社会保险"),
                                    ("labour_relation", "确认劳动关系"),
                                    ("other", "其他"),
                                ],
                                max_length=24,
                                verbose_name="种类",
                            ),
                        ),
                        ("what", models.CharField(max_length=300, verbose_name="请求内容")),
                        (
                            "period_from",
                            models.DateField(blank=True, null=True, verbose_name="期间自"),
                        ),
                        (
                            "period_to",
                            models.DateField(blank=True, null=True, verbose_name="期间至"),
                        ),
                        (
                            "amount_fen",
                            models.BigIntegerField(
                                blank=True, null=True, verbose_name="金额（分）"
                            ),
                        ),
                        (
                            "formula",
                            models.CharField(blank=True, max_length=200, verbose_name="计算方式"),
                        ),
                        ("elements", models.JSONField(default=list, verbose_name="所依要素")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("pending", "审理中"),
                                    ("decided", "已裁决"),
                                    ("settled", "已调解"),
                                    ("withdrawn", "已撤回"),
                                ],
                                default="pending",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "仲裁请求",
                        "verbose_name_plural": "仲裁请求",
                        "ordering": ["arbitration_id", "worker__roster_no", "worker_id", "no"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("arbitration", "worker", "no"),
                                name="arbitration_claim_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("amount_fen__gt", 0),
                                    ("kind", "labour_relation"),
                                    _connector="OR",
                                ),
                                name="arbitration_claim_has_amount",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalElement",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=4, verbose_name="编号")),
                        ("label", models.CharField(max_length=60, verbose_name="要素")),
                        ("unit", models.CharField(blank=True, max_length=20, verbose_name="单位")),
                        (
                            "applicant_value",
                            models.CharField(blank=True, max_length=300, verbose_name="申请人主张"),
                        ),
                        (
                            "respondent_value",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="被申请人主张"
                            ),
                        ),
                        (
                            "answer",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("admit", "认可"),
                                    ("deny", "不认可"),
                                    ("partly", "部分认可"),
                                ],
                                max_length=8,
                                verbose_name="答辩",
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(blank=True, max_length=300, verbose_name="理由"),
                        ),
                        (
                            "agreed",
                            models.BooleanField(blank=True, null=True, verbose_name="双方一致"),
                        ),
                        (
                            "found",
                            models.CharField(blank=True, max_length=300, verbose_name="认定"),
                        ),
                        ("finding", models.TextField(blank=True, verbose_name="认定理由")),
                        (
                            "article",
                            models.CharField(blank=True, max_length=20, verbose_name="依据"),
                        ),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "arbitration",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="adjudication.arbitration",
                            ),
                        ),
                        (
                            "worker",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="cases.party",
                            ),
                        ),
                        (
                            "locked_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="documents.document",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                                max_length=1,
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "要素变更",
                        "verbose_name_plural": "historical 要素",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Element",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "arbitration",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="elements",
                                to="adjudication.arbitration",
                            ),
                        ),
                        (
                            "worker",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="cases.party",
                            ),
                        ),
                        ("code", models.CharField(max_length=4, verbose_name="编号")),
                        ("label", models.CharField(max_length=60, verbose_name="要素")),
                        ("unit", models.CharField(blank=True, max_length=20, verbose_name="单位")),
                        (
                            "applicant_value",
                            models.CharField(blank=True, max_length=300, verbose_name="申请人主张"),
                        ),
                        (
                            "respondent_value",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="被申请人主张"
                            ),
                        ),
                        (
                            "answer",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("admit", "认可"),
                                    ("deny", "不认可"),
                                    ("partly", "部分认可"),
                                ],
                                max_length=8,
                                verbose_name="答辩",
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(blank=True, max_length=300, verbose_name="理由"),
                        ),
                        (
                            "agreed",
                            models.BooleanField(blank=True, null=True, verbose_name="双方一致"),
                        ),
                        (
                            "locked_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="documents.document",
                            ),
                        ),
                        (
                            "found",
                            models.CharField(blank=True, max_length=300, verbose_name="认定"),
                        ),
                        ("finding", models.TextField(blank=True, verbose_name="认定理由")),
                        (
                            "article",
                            models.CharField(blank=True, max_length=20, verbose_name="依据"),
                        ),
                        (
                            "evidence",
                            models.ManyToManyField(
                                blank=True, related_name="+", to="cases.evidence"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "要素",
                        "verbose_name_plural": "要素",
                        "ordering": ["arbitration_id", "id"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("worker", None)),
                                fields=("arbitration", "code", "label"),
                                name="element_of_all_once",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("worker__isnull", False)),
                                fields=("arbitration", "worker", "code", "label"),
                                name="element_of_worker_once",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalAward",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("A12-1", "仲裁裁决书（终局）"),
                                    ("A12-2", "仲裁裁决书（非终局）"),
                                    ("A13", "先行裁决书"),
                                    ("A14", "先予执行裁决书"),
                                ],
                                max_length=6,
                                verbose_name="种类",
                            ),
                        ),
                        ("final", models.BooleanField(verbose_name="终局")),
                        (
                            "number",
                            models.CharField(blank=True, max_length=60, verbose_name="文号"),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "草稿"),
                                    ("review", "待会签"),
                                    ("returned", "退回修改"),
                                    ("issued", "已作出"),
                                ],
                                default="draft",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "digest",
                            models.CharField(blank=True, max_length=64, verbose_name="内容摘要"),
                        ),
                        ("reasoning", models.JSONField(default=dict, verbose_name="本委认为")),
                        ("told", models.JSONField(default=dict, verbose_name="仲裁庭所写")),
                        ("min_wage_fen", models.BigIntegerField(verbose_name="月最低工资（分）")),
                        (
                            "pay_within_days",
                            models.PositiveSmallIntegerField(verbose_name="支付期限（日）"),
                        ),
                        ("made_on", models.DateField(blank=True, null=True, verbose_name="裁决日")),
                        (
                            "effective_on",
                            models.DateField(blank=True, null=True, verbose_name="生效日"),
                        ),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "arbitration",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="adjudication.arbitration",
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="documents.document",
                            ),
                        ),
                        (
                            "drafted_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                                max_length=1,
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "裁决变更",
                        "verbose_name_plural": "historical 裁决",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Award",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "arbitration",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="awards",
                                to="adjudication.arbitration",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("A12-1", "仲裁裁决书（终局）"),
                                    ("A12-2", "仲裁裁决书（非终局）"),
                                    ("A13", "先行裁决书"),
                                    ("A14", "先予执行裁决书"),
                                ],
                                max_length=6,
                                verbose_name="种类",
                            ),
                        ),
                        ("final", models.BooleanField(verbose_name="终局")),
                        (
                            "number",
                            models.CharField(blank=True, max_length=60, verbose_name="文号"),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "草稿"),
                                    ("review", "待会签"),
                                    ("returned", "退回修改"),
                                    ("issued", "已作出"),
                                ],
                                default="draft",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "digest",
                            models.CharField(blank=True, max_length=64, verbose_name="内容摘要"),
                        ),
                        ("reasoning", models.JSONField(default=dict, verbose_name="本委认为")),
                        ("told", models.JSONField(default=dict, verbose_name="仲裁庭所写")),
                        ("min_wage_fen", models.BigIntegerField(verbose_name="月最低工资（分）")),
                        (
                            "pay_within_days",
                            models.PositiveSmallIntegerField(verbose_name="支付期限（日）"),
                        ),
                        ("made_on", models.DateField(blank=True, null=True, verbose_name="裁决日")),
                        (
                            "effective_on",
                            models.DateField(blank=True, null=True, verbose_name="生效日"),
                        ),
                        (
                            "document",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="award",
                                to="documents.document",
                            ),
                        ),
                        (
                            "drafted_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "裁决",
                        "verbose_name_plural": "裁决",
                        "ordering": ["arbitration_id", "id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "issued"), _negated=True),
                                    models.Q(
                                        ("made_on__isnull", False), ("document__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="issued_award_is_dated",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "issued"), _negated=True),
                                fields=("arbitration", "kind"),
                                name="one_open_draft_of_a_kind",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AwardItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "award",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="items",
                                to="adjudication.award",
                            ),
                        ),
                        (
                            "claim",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="award_items",
                                to="adjudication.claim",
                            ),
                        ),
                        (
                            "awarded_fen",
                            models.BigIntegerField(
                                blank=True, null=True, verbose_name="裁决金额（分）"
                            ),
                        ),
                        (
                            "formula",
                            models.CharField(blank=True, max_length=200, verbose_name="算式"),
                        ),
                        (
                            "order",
                            models.CharField(blank=True, max_length=300, verbose_name="裁决内容"),
                        ),
                        ("opinion", models.TextField(verbose_name="本委认为")),
                        ("final", models.BooleanField(verbose_name="终局")),
                        (
                            "override_reason",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="改判终局类型的理由"
                            ),
                        ),
                        (
                            "advanced_fen",
                            models.BigIntegerField(default=0, verbose_name="周转金已垫付（分）"),
                        ),
                        ("paid_fen", models.BigIntegerField(default=0, verbose_name="已付（分）")),
                    ],
                    options={
                        "verbose_name": "裁决事项",
                        "verbose_name_plural": "裁决事项",
                        "ordering": ["award_id", "claim__worker__roster_no", "claim__no"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("award", "claim"), name="award_item_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("awarded_fen__isnull", True),
                                    ("awarded_fen__gte", 0),
                                    _connector="OR",
                                ),
                                name="award_item_in_order",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AwardVersion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "award",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="versions",
                                to="adjudication.award",
                            ),
                        ),
                        ("digest", models.CharField(max_length=64, verbose_name="内容摘要")),
                        ("content", models.JSONField(verbose_name="内容")),
                        ("on", models.DateField(verbose_name="日期")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "裁决草稿版本",
                        "verbose_name_plural": "裁决草稿版本",
                        "ordering": ["id"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("award", "digest"), name="award_version_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Countersign",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "award",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="countersigns",
                                to="adjudication.award",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("on", models.DateField(verbose_name="日期")),
                        ("approved", models.BooleanField(verbose_name="同意")),
                        ("digest", models.CharField(max_length=64, verbose_name="所看内容")),
                        (
                            "opinion",
                            models.CharField(blank=True, max_length=400, verbose_name="意见"),
                        ),
                    ],
                    options={
                        "verbose_name": "会签",
                        "verbose_name_plural": "会签",
                        "ordering": ["id"],
                    },
                ),
                migrations.CreateModel(
                    name="AwardSuit",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "award",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="suits",
                                to="adjudication.award",
                            ),
                        ),
                        (
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="cases.party",
                            ),
                        ),
                        (
                            "worker",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="cases.party",
                            ),
                        ),
                        ("annulment", models.BooleanField(default=False, verbose_name="申请撤销")),
                        ("on", models.DateField(verbose_name="日期")),
                        ("court", models.CharField(max_length=120, verbose_name="法院")),
                        (
                            "number",
                            models.CharField(blank=True, max_length=60, verbose_name="案号"),
                        ),
                        (
                            "result",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("not_taken", "不予受理"),
                                    ("withdrawn", "准许撤诉"),
                                    ("rejected", "驳回"),
                                    ("judged", "已判决或者调解"),
                                    ("annulled", "裁定撤销"),
                                ],
                                max_length=12,
                                verbose_name="结果",
                            ),
                        ),
                        (
                            "result_on",
                            models.DateField(blank=True, null=True, verbose_name="法院文书送达日"),
                        ),
                    ],
                    options={
                        "verbose_name": "对裁决的起诉",
                        "verbose_name_plural": "对裁决的起诉",
                        "ordering": ["id"],
                    },
                ),
                migrations.CreateModel(
                    name="EffectCertificate",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "award",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="certificates",
                                to="adjudication.award",
                            ),
                        ),
                        (
                            "worker",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="cases.party",
                            ),
                        ),
                        ("effective_on", models.DateField(verbose_name="生效日")),
                        (
                            "court_asked_on",
                            models.DateField(blank=True, null=True, verbose_name="向法院查询日"),
                        ),
                        (
                            "document",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="documents.document",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "生效证明",
                        "verbose_name_plural": "生效证明",
                        "ordering": ["id"],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalPaymentOrder",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("amount_fen", models.BigIntegerField(verbose_name="金额（分）")),
                        ("basis", models.CharField(max_length=120, verbose_name="依据")),
                        ("overdue_since", models.DateField(verbose_name="逾期自")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("applied", "已申请"),
                                    ("accepted", "已受理"),
                                    ("issued", "已发出"),
                                    ("objected", "异议成立，程序终结"),
                                    ("effective", "已生效"),
                                    ("refused", "不予受理"),
                                ],
                                default="applied",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "number",
                            models.CharField(blank=True, max_length=60, verbose_name="案号"),
                        ),
                        ("applied_on", models.DateField(verbose_name="申请日")),
                        (
                            "accepted_on",
                            models.DateField(blank=True, null=True, verbose_name="受理日"),
                        ),
                        (
                            "issued_on",
                            models.DateField(blank=True, null=True, verbose_name="发出日"),
                        ),
                        (
                            "served_on",
                            models.DateField(blank=True, null=True, verbose_name="送达日"),
                        ),
                        (
                            "effective_on",
                            models.DateField(blank=True, null=True, verbose_name="生效日"),
                        ),
                        (
                            "objection",
                            models.CharField(blank=True, max_length=300, verbose_name="异议"),
                        ),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "case",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="cases.case",
                            ),
                        ),
                        (
                            "worker",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="cases.party",
                            ),
                        ),
                        (
                            "debtor",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="cases.party",
                            ),
                        ),
                        (
                            "court",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="staff.body",
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="documents.document",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                                max_length=1,
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "支付令变更",
                        "verbose_name_plural": "historical 支付令",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="PaymentOrder",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="payment_orders",
                                to="cases.case",
                            ),
                        ),
                        (
                            "worker",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="payment_orders",
                                to="cases.party",
                            ),
                        ),
                        (
                            "debtor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="cases.party",
                            ),
                        ),
                        (
                            "court",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="staff.body",
                            ),
                        ),
                        ("amount_fen", models.BigIntegerField(verbose_name="金额（分）")),
                        ("basis", models.CharField(max_length=120, verbose_name="依据")),
                        ("overdue_since", models.DateField(verbose_name="逾期自")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("applied", "已申请"),
                                    ("accepted", "已受理"),
                                    ("issued", "已发出"),
                                    ("objected", "异议成立，程序终结"),
                                    ("effective", "已生效"),
                                    ("refused", "不予受理"),
                                ],
                                default="applied",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "number",
                            models.CharField(blank=True, max_length=60, verbose_name="案号"),
                        ),
                        ("applied_on", models.DateField(verbose_name="申请日")),
                        (
                            "accepted_on",
                            models.DateField(blank=True, null=True, verbose_name="受理日"),
                        ),
                        (
                            "issued_on",
                            models.DateField(blank=True, null=True, verbose_name="发出日"),
                        ),
                        (
                            "served_on",
                            models.DateField(blank=True, null=True, verbose_name="送达日"),
                        ),
                        (
                            "effective_on",
                            models.DateField(blank=True, null=True, verbose_name="生效日"),
                        ),
                        (
                            "objection",
                            models.CharField(blank=True, max_length=300, verbose_name="异议"),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="documents.document",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "支付令",
                        "verbose_name_plural": "支付令",
                        "ordering": ["id"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("amount_fen__gt", 0)),
                                name="payment_order_of_money",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Enforcement",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="enforcements",
                                to="cases.case",
                            ),
                        ),
                        (
                            "title",
                            models.CharField(
                                choices=[
                                    ("D12", "调解协议"),
                                    ("payment_order", "支付令"),
                                    ("C11", "确认调解协议裁定书"),
                                    ("R03", "仲裁调解书"),
                                    ("A12-1", "终局裁决书"),
                                    ("A12-2", "非终局裁决书"),
                                    ("A13", "先行裁决书"),
                                ],
                                max_length=14,
                                verbose_name="执行依据",
                            ),
                        ),
                        ("title_number", models.CharField(max_length=80, verbose_name="文号")),
                        ("effective_on", models.DateField(verbose_name="生效日")),
                        (
                            "court",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="staff.body",
                            ),
                        ),
                        (
                            "debtor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="cases.party",
                            ),
                        ),
                        ("amount_fen", models.BigIntegerField(verbose_name="申请金额（分）")),
                        ("applied_on", models.DateField(verbose_name="申请日")),
                        (
                            "document",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="documents.document",
                            ),
                        ),
                        (
                            "workers",
                            models.ManyToManyField(related_name="enforcements", to="cases.party"),
                        ),
                    ],
                    options={
                        "verbose_name": "强制执行",
                        "verbose_name_plural": "强制执行",
                        "ordering": ["id"],
                    },
                ),
                migrations.CreateModel(
                    name="EnforcementEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "enforcement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="entries",
                                to="adjudication.enforcement",
                            ),
                        ),
                        (
                            "worker",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="cases.party",
                            ),
                        ),
                        ("number", models.CharField(max_length=60, verbose_name="执行案号")),
                        ("amount_fen", models.BigIntegerField(verbose_name="到账（分）")),
                        ("on", models.DateField(verbose_name="日期")),
                    ],
                    options={
                        "verbose_name": "执行登记",
                        "verbose_name_plural": "执行登记",
                        "ordering": ["id"],
                    },
                ),
                migrations.CreateModel(
                    name="AwardBatch",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "commission",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="award_batches",
                                to="staff.body",
                            ),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="名称")),
                        (
                            "pay_within_days",
                            models.PositiveSmallIntegerField(verbose_name="支付期限（日）"),
                        ),
                        ("made_on", models.DateField(verbose_name="裁决日")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("running", "办理中"),
                                    ("done", "已完成"),
                                    ("cancelled", "已取消"),
                                ],
                                default="running",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "started_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("beat_at", models.DateTimeField(verbose_name="最近进展")),
                    ],
                    options={
                        "verbose_name": "批量裁决",
                        "verbose_name_plural": "批量裁决",
                        "ordering": ["-id"],
                    },
                ),
                migrations.CreateModel(
                    name="AwardBatchItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "batch",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="items",
                                to="adjudication.awardbatch",
                            ),
                        ),
                        ("no", models.PositiveIntegerField(verbose_name="序号")),
                        (
                            "arbitration",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="batch_items",
                                to="adjudication.arbitration",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "待办"),
                                    ("done", "已出具"),
                                    ("refused", "不能出具"),
                                    ("cancelled", "已取消"),
                                ],
                                default="waiting",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        ("fault", models.TextField(blank=True, verbose_name="不能裁决的原因")),
                    ],
                    options={
                        "verbose_name": "批量裁决的一件",
                        "verbose_name_plural": "批量裁决的各件",
                        "ordering": ["batch", "no"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ["waiting", "done"])),
                                fields=("arbitration",),
                                name="award_batch_item_once",
                            ),
                            models.UniqueConstraint(
                                fields=("batch", "no"), name="award_batch_item_number"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalReview",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("sent", "已提交，待受理"),
                                    ("accepted", "审查中"),
                                    ("issued", "调解书待签收"),
                                    ("effective", "调解书已生效"),
                                    ("refused", "不予受理"),
                                    ("denied", "不予制作调解书"),
                                    ("withdrawn", "已撤回"),
                                ],
                                db_index=True,
                                default="sent",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        ("applied_on", models.DateField(verbose_name="申请日期")),
                        ("review_by", models.DateField(verbose_name="申请期限")),
                        (
                            "number",
                            models.CharField(blank=True, max_length=60, verbose_name="审查案号"),
                        ),
                        (
                            "accepted_on",
                            models.DateField(blank=True, null=True, verbose_name="受理日"),
                        ),
                        (
                            "extended_by",
                            models.CharField(
                                blank=True, max_length=60, verbose_name="批准延期的负责人"
                            ),
                        ),
                        (
                            "refusal",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("out_of_scope", "不属于劳动人事争议受案范围"),
                                    ("elsewhere", "不属于本仲裁委员会管辖"),
                                    ("late", "超出规定的申请期间"),
                                    ("status", "确认劳动关系"),
                                    ("confirmed", "调解协议已经人民法院司法确认"),
                                ],
                                max_length=14,
                                verbose_name="不予受理的理由",
                            ),
                        ),
                        (
                            "denial",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("mandatory_law", "违反法律、行政法规强制性规定"),
                                    (
                                        "public_interest",
                                        "损害国家利益、社会公共利益或者公民、法人、其他组织合法权益",
                                    ),
                                    ("suspected_sham", "当事人提供证据材料有弄虚作假嫌疑"),
                                    ("not_voluntary", "违反自愿原则"),
                                    ("indefinite", "内容不明确"),
                                    ("other", "具有其他不能制作调解书的事由"),
                                ],
                                max_length=16,
                                verbose_name="不予制作的情形",
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(blank=True, max_length=400, verbose_name="说明"),
                        ),
                        (
                            "withdrawn_by",
                            models.CharField(blank=True, max_length=200, verbose_name="撤回申请人"),
                        ),
                        (
                            "withdrawn_on",
                            models.DateField(blank=True, null=True, verbose_name="撤回日期"),
                        ),
                        (
                            "ended_on",
                            models.DateField(blank=True, null=True, verbose_name="审查结束日"),
                        ),
                        (
                            "effective_on",
                            models.DateField(blank=True, null=True, verbose_name="调解书生效日"),
                        ),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "case",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="cases.case",
                            ),
                        ),
                        (
                            "agreement",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="mediation.agreement",
                            ),
                        ),
                        (
                            "commission",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="staff.body",
                            ),
                        ),
                        (
                            "clerk",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "statement",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="documents.document",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                                max_length=1,
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "仲裁审查变更",
                        "verbose_name_plural": "historical 仲裁审查",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Review",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reviews",
                                to="cases.case",
                            ),
                        ),
                        (
                            "agreement",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reviews",
                                to="mediation.agreement",
                            ),
                        ),
                        (
                            "commission",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reviews",
                                to="staff.body",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("sent", "已提交，待受理"),
                                    ("accepted", "审查中"),
                                    ("issued", "调解书待签收"),
                                    ("effective", "调解书已生效"),
                                    ("refused", "不予受理"),
                                    ("denied", "不予制作调解书"),
                                    ("withdrawn", "已撤回"),
                                ],
                                db_index=True,
                                default="sent",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        ("applied_on", models.DateField(verbose_name="申请日期")),
                        ("review_by", models.DateField(verbose_name="申请期限")),
                        (
                            "number",
                            models.CharField(blank=True, max_length=60, verbose_name="审查案号"),
                        ),
                        (
                            "accepted_on",
                            models.DateField(blank=True, null=True, verbose_name="受理日"),
                        ),
                        (
                            "clerk",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "extended_by",
                            models.CharField(
                                blank=True, max_length=60, verbose_name="批准延期的负责人"
                            ),
                        ),
                        (
                            "refusal",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("out_of_scope", "不属于劳动人事争议受案范围"),
                                    ("elsewhere", "不属于本仲裁委员会管辖"),
                                    ("late", "超出规定的申请期间"),
                                    ("status", "确认劳动关系"),
                                    ("confirmed", "调解协议已经人民法院司法确认"),
                                ],
                                max_length=14,
                                verbose_name="不予受理的理由",
                            ),
                        ),
                        (
                            "denial",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("mandatory_law", "违反法律、行政法规强制性规定"),
                                    (
                                        "public_interest",
                                        "损害国家利益、社会公共利益或者公民、法人、其他组织合法权益",
                                    ),
                                    ("suspected_sham", "当事人提供证据材料有弄虚作假嫌疑"),
                                    ("not_voluntary", "违反自愿原则"),
                                    ("indefinite", "内容不明确"),
                                    ("other", "具有其他不能制作调解书的事由"),
                                ],
                                max_length=16,
                                verbose_name="不予制作的情形",
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(blank=True, max_length=400, verbose_name="说明"),
                        ),
                        (
                            "withdrawn_by",
                            models.CharField(blank=True, max_length=200, verbose_name="撤回申请人"),
                        ),
                        (
                            "withdrawn_on",
                            models.DateField(blank=True, null=True, verbose_name="撤回日期"),
                        ),
                        (
                            "statement",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="review",
                                to="documents.document",
                            ),
                        ),
                        (
                            "ended_on",
                            models.DateField(blank=True, null=True, verbose_name="审查结束日"),
                        ),
                        (
                            "effective_on",
                            models.DateField(blank=True, null=True, verbose_name="调解书生效日"),
                        ),
                        (
                            "others",
                            models.ManyToManyField(related_name="reviews_with", to="cases.party"),
                        ),
                        (
                            "arbitrators",
                            models.ManyToManyField(
                                related_name="reviews", to=settings.AUTH_USER_MODEL
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "仲裁审查",
                        "verbose_name_plural": "仲裁审查",
                        "ordering": ["id"],
                        "indexes": [
                            models.Index(fields=["commission", "state"], name="review_inbox")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("state__in", ("sent", "accepted", "issued", "effective"))
                                ),
                                fields=("agreement",),
                                name="one_review_stands",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("number", ""), _negated=True),
                                fields=("commission", "number"),
                                name="review_number_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        (
                                            "state__in",
                                            ["accepted", "issued", "effective", "denied"],
                                        ),
                                        _negated=True,
                                    ),
                                    models.Q(
                                        models.Q(("number", ""), _negated=True),
                                        ("accepted_on__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="accepted_review_has_number",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "effective"), _negated=True),
                                    models.Q(
                                        ("effective_on__isnull", False),
                                        ("statement__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="effective_review_has_day",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReviewPacket",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("version", models.PositiveSmallIntegerField(verbose_name="版次")),
                        ("sent_on", models.DateField(verbose_name="提交日")),
                        (
                            "sent_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "bundle",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="documents.storedfile",
                            ),
                        ),
                        (
                            "bag",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="documents.storedfile",
                            ),
                        ),
                        ("pages", models.PositiveIntegerField(verbose_name="页数")),
                        ("changes", models.JSONField(default=list, verbose_name="与上一版的不同")),
                        (
                            "review",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="packets",
                                to="adjudication.review",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "仲裁审查材料包",
                        "verbose_name_plural": "仲裁审查材料包",
                        "ordering": ["review_id", "version"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("review", "version"), name="review_packet_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReviewItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        ("no", models.PositiveSmallIntegerField(verbose_name="序号")),
                        ("code", models.CharField(max_length=8, verbose_name="文书代号")),
                        ("name", models.CharField(max_length=160, verbose_name="材料名称")),
                        (
                            "document",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="documents.document",
                            ),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="documents.storedfile",
                            ),
                        ),
                        ("pages", models.PositiveIntegerField(verbose_name="页数")),
                        ("first_page", models.PositiveIntegerField(verbose_name="起始页")),
                        ("original", models.BooleanField(default=True, verbose_name="原件")),
                        (
                            "packet",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="items",
                                to="adjudication.reviewpacket",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "仲裁审查材料",
                        "verbose_name_plural": "仲裁审查材料",
                        "ordering": ["packet_id", "no"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("packet", "no"), name="review_item_no_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReviewDownload",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "packet",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="downloads",
                                to="adjudication.reviewpacket",
                            ),
                        ),
                        ("what", models.CharField(max_length=160, verbose_name="文件")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("at", models.DateTimeField(verbose_name="时间")),
                    ],
                    options={
                        "verbose_name": "仲裁审查材料下载",
                        "verbose_name_plural": "仲裁审查材料下载",
                        "ordering": ["-id"],
                    },
                ),
                migrations.CreateModel(
                    name="StatementReceipt",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "review",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="receipts",
                                to="adjudication.review",
                            ),
                        ),
                        (
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="cases.party",
                            ),
                        ),
                        (
                            "method",
                            models.CharField(
                                choices=[
                                    ("direct", "直接送达"),
                                    ("entrusted", "委托送达"),
                                    ("post", "邮寄送达"),
                                ],
                                max_length=10,
                                verbose_name="送达方式",
                            ),
                        ),
                        ("signed_on", models.DateField(verbose_name="签收日")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "调解书签收",
                        "verbose_name_plural": "调解书签收",
                        "ordering": ["id"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("review", "party"), name="statement_signed_for_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Challenge",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "seat",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="challenges",
                                to="adjudication.seat",
                            ),
                        ),
                        (
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="cases.party",
                            ),
                        ),
                        ("ground", models.CharField(max_length=300, verbose_name="事由")),
                        ("asked_on", models.DateField(verbose_name="申请日")),
                        (
                            "granted",
                            models.BooleanField(blank=True, null=True, verbose_name="同意回避"),
                        ),
                        (
                            "decided_on",
                            models.DateField(blank=True, null=True, verbose_name="决定日"),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "回避申请",
                        "verbose_name_plural": "回避申请",
                        "ordering": ["id"],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalHearing",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("no", models.PositiveSmallIntegerField(verbose_name="次序")),
                        ("starts_at", models.DateTimeField(verbose_name="开庭时间")),
                        (
                            "ended_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="闭庭时间"),
                        ),
                        ("place", models.CharField(max_length=120, verbose_name="地点")),
                        (
                            "minutes_planned",
                            models.PositiveSmallIntegerField(
                                default=120, verbose_name="预计时长（分钟）"
                            ),
                        ),
                        (
                            "own_period",
                            models.BooleanField(default=False, verbose_name="仲裁庭自定通知期限"),
                        ),
                        ("public", models.BooleanField(default=True, verbose_name="公开")),
                        ("remote", models.BooleanField(default=False, verbose_name="可在线参加")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("scheduled", "已排期"),
                                    ("held", "开庭中"),
                                    ("closed", "已闭庭"),
                                    ("postponed", "已延期"),
                                    ("cancelled", "已取消"),
                                ],
                                default="scheduled",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "recusal_asked",
                            models.BooleanField(default=False, verbose_name="询问回避"),
                        ),
                        (
                            "mediation_tried",
                            models.BooleanField(default=False, verbose_name="先行调解"),
                        ),
                        (
                            "mediation_result",
                            models.CharField(blank=True, max_length=20, verbose_name="调解结果"),
                        ),
                        (
                            "last_statements",
                            models.BooleanField(default=False, verbose_name="最后陈述"),
                        ),
                        (
                            "adjourned_for",
                            models.CharField(blank=True, max_length=200, verbose_name="休庭的原因"),
                        ),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "arbitration",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="adjudication.arbitration",
                            ),
                        ),
                        (
                            "room",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="room.room",
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="documents.document",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                                max_length=1,
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "开庭变更",
                        "verbose_name_plural": "historical 开庭",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Hearing",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "arbitration",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="hearings",
                                to="adjudication.arbitration",
                            ),
                        ),
                        ("no", models.PositiveSmallIntegerField(verbose_name="次序")),
                        ("starts_at", models.DateTimeField(verbose_name="开庭时间")),
                        (
                            "ended_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="闭庭时间"),
                        ),
                        ("place", models.CharField(max_length=120, verbose_name="地点")),
                        (
                            "minutes_planned",
                            models.PositiveSmallIntegerField(
                                default=120, verbose_name="预计时长（分钟）"
                            ),
                        ),
                        (
                            "own_period",
                            models.BooleanField(default=False, verbose_name="仲裁庭自定通知期限"),
                        ),
                        ("public", models.BooleanField(default=True, verbose_name="公开")),
                        ("remote", models.BooleanField(default=False, verbose_name="可在线参加")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("scheduled", "已排期"),
                                    ("held", "开庭中"),
                                    ("closed", "已闭庭"),
                                    ("postponed", "已延期"),
                                    ("cancelled", "已取消"),
                                ],
                                default="scheduled",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "room",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="hearing",
                                to="room.room",
                            ),
                        ),
                        (
                            "recusal_asked",
                            models.BooleanField(default=False, verbose_name="询问回避"),
                        ),
                        (
                            "mediation_tried",
                            models.BooleanField(default=False, verbose_name="先行调解"),
                        ),
                        (
                            "mediation_result",
                            models.CharField(blank=True, max_length=20, verbose_name="调解结果"),
                        ),
                        (
                            "last_statements",
                            models.BooleanField(default=False, verbose_name="最后陈述"),
                        ),
                        (
                            "adjourned_for",
                            models.CharField(blank=True, max_length=200, verbose_name="休庭的原因"),
                        ),
                        (
                            "document",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="hearing",
                                to="documents.document",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "开庭",
                        "verbose_name_plural": "开庭",
                        "ordering": ["arbitration_id", "no"],
                        "indexes": [
                            models.Index(fields=["starts_at", "state"], name="hearing_calendar")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("arbitration", "no"), name="hearing_no_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HearingAttendance",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "hearing",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attendance",
                                to="adjudication.hearing",
                            ),
                        ),
                        (
                            "party",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="cases.party",
                            ),
                        ),
                        ("present", models.BooleanField(verbose_name="到庭")),
                        (
                            "person",
                            models.CharField(blank=True, max_length=60, verbose_name="到庭人"),
                        ),
                        (
                            "capacity",
                            models.CharField(blank=True, max_length=24, verbose_name="身份"),
                        ),
                        (
                            "left_early",
                            models.BooleanField(default=False, verbose_name="未经许可中途退庭"),
                        ),
                        (
                            "recusal_answer",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="对回避的回答"
                            ),
                        ),
                        (
                            "last_statement",
                            models.CharField(blank=True, max_length=1000, verbose_name="最后陈述"),
                        ),
                        (
                            "refusal",
                            models.CharField(blank=True, max_length=200, verbose_name="拒签记录"),
                        ),
                    ],
                    options={
                        "verbose_name": "到庭",
                        "verbose_name_plural": "到庭",
                        "ordering": ["id"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("hearing", "party"), name="hearing_attended_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HearingLine",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "hearing",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lines",
                                to="adjudication.hearing",
                            ),
                        ),
                        ("no", models.PositiveSmallIntegerField(verbose_name="行号")),
                        (
                            "part",
                            models.CharField(
                                choices=[
                                    ("identity", "核对身份"),
                                    ("statements", "陈述与答辩"),
                                    ("elements", "要素确认"),
                                    ("evidence", "举证质证"),
                                    ("debate", "辩论"),
                                    ("other", "其他"),
                                ],
                                max_length=12,
                                verbose_name="阶段",
                            ),
                        ),
                        (
                            "speaker",
                            models.CharField(
                                choices=[
                                    ("仲", "仲裁庭"),
                                    ("申", "申请人"),
                                    ("被", "被申请人"),
                                    ("第", "第三人"),
                                    ("证", "证人"),
                                ],
                                max_length=4,
                                verbose_name="发言人",
                            ),
                        ),
                        ("text", models.TextField(verbose_name="内容")),
                    ],
                    options={
                        "verbose_name": "庭审笔录行",
                        "verbose_name_plural": "庭审笔录行",
                        "ordering": ["hearing_id", "no"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("hearing", "no"), name="hearing_line_once"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalCounterClaim",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("what", models.CharField(max_length=300, verbose_name="反申请请求")),
                        ("filed_on", models.DateField(verbose_name="收到日")),
                        (
                            "decided_on",
                            models.DateField(blank=True, null=True, verbose_name="决定日"),
                        ),
                        (
                            "accepted",
                            models.BooleanField(blank=True, null=True, verbose_name="受理"),
                        ),
                        ("merged", models.BooleanField(default=False, verbose_name="合并审理")),
                        (
                            "reason",
                            models.CharField(
                                blank=True,
                                max_length=300,
                                verbose_name="不予受理或者另案审理的理由",
                            ),
                        ),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "arbitration",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="adjudication.arbitration",
                            ),
                        ),
                        (
                            "respondent",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="cases.party",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")],
                                max_length=1,
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "反申请变更",
                        "verbose_name_plural": "historical 反申请",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="CounterClaim",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "arbitration",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="counter_claims",
                                to="adjudication.arbitration",
                            ),
                        ),
                        (
                            "respondent",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="cases.party",
                            ),
                        ),
                        ("what", models.CharField(max_length=300, verbose_name="反申请请求")),
                        ("filed_on", models.DateField(verbose_name="收到日")),
                        (
                            "decided_on",
                            models.DateField(blank=True, null=True, verbose_name="决定日"),
                        ),
                        (
                            "accepted",
                            models.BooleanField(blank=True, null=True, verbose_name="受理"),
                        ),
                        ("merged", models.BooleanField(default=False, verbose_name="合并审理")),
                        (
                            "reason",
                            models.CharField(
                                blank=True,
                                max_length=300,
                                verbose_name="不予受理或者另案审理的理由",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "反申请",
                        "verbose_name_plural": "反申请",
                        "ordering": ["id"],
                    },
                ),
                migrations.CreateModel(
                    name="Decision",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "arbitration",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decisions",
                                to="adjudication.arbitration",
                            ),
                        ),
                        (
                            "matter",
                            models.CharField(
                                choices=[
                                    ("withdrawal", "准许撤回"),
                                    ("deemed_withdrawal", "按撤回处理"),
                                    ("suspension", "中止"),
                                    ("resumption", "恢复"),
                                    ("extension", "延期"),
                                    ("challenge_refused", "驳回回避申请"),
                                    ("challenge_granted", "同意回避"),
                                    ("transfer", "移送管辖"),
                                    ("jurisdiction", "管辖异议"),
                                    ("dismissal", "撤销案件"),
                                    ("joinder", "追加当事人"),
                                    ("investigation", "准许调查"),
                                    ("no_investigation", "不准许调查"),
                                    ("correction", "补正"),
                                ],
                                max_length=20,
                                verbose_name="事项",
                            ),
                        ),
                        ("reason", models.CharField(max_length=400, verbose_name="理由")),
                        ("decided_on", models.DateField(verbose_name="决定日")),
                        (
                            "approver",
                            models.CharField(blank=True, max_length=60, verbose_name="批准人"),
                        ),
                        ("until", models.DateField(blank=True, null=True, verbose_name="至")),
                        (
                            "document",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="documents.document",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "决定",
                        "verbose_name_plural": "决定",
                        "ordering": ["id"],
                    },
                ),
                migrations.CreateModel(
                    name="ClockEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True,
                                primary_key=True,
                                serialize=False,
                                verbose_name="ID",
                            ),
                        ),
                        (
                            "arbitration",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="clock",
                                to="adjudication.arbitration",
                            ),
                        ),
                        (
                            "change",
                            models.CharField(
                                choices=[
                                    ("started", "受理起算"),
                                    ("restarted", "重新起算"),
                                    ("stopped", "停止计算"),
                                    ("resumed", "继续计算"),
                                    ("extended", "批准延长"),
                                ],
                                max_length=10,
                                verbose_name="变动",
                            ),
                        ),
                        ("on", models.DateField(verbose_name="日期")),
                        ("cause", models.CharField(max_length=120, verbose_name="事由")),
                        ("rule", models.CharField(max_length=20, verbose_name="依据")),
                        ("until", models.DateField(blank=True, null=True, verbose_name="延长至")),
                        (
                            "decision",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="adjudication.decision",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "审限变动",
                        "verbose_name_plural": "审限变动",
                        "ordering": ["on", "id"],
                    },
                ),
            ],
        ),
    ]
