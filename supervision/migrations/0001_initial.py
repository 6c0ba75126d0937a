import django.db.models.deletion
import staff.tables
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cases', '0001_initial'),
        ('documents', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        staff.tables.CreateModels(
            models=[migrations.CreateModel(
                name='PoliceTransfer',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='police_transfers', to='cases.case')),
                    ('directive', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.paymentdirective')),
                    ('recipient', models.CharField(max_length=120, verbose_name='接收机关')),
                    ('conduct', models.CharField(choices=[('absconded', '逃匿'), ('moved_assets', '转移财产'), ('able_but_refuses', '有能力支付而不支付')], max_length=20, verbose_name='不支付的行为')),
                    ('reporters', models.JSONField(default=list, verbose_name='报告人员')),
                    ('worker_count', models.PositiveIntegerField(verbose_name='人数')),
                    ('amount_fen', models.BigIntegerField(verbose_name='拖欠总额（分）')),
                    ('reported_on', models.DateField(verbose_name='报告日')),
                    ('approved_at', models.DateTimeField(verbose_name='批准时间')),
                    ('delivered_at', models.DateTimeField(blank=True, null=True, verbose_name='送交时间')),
                    ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document')),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('replied_on', models.DateField(blank=True, null=True, verbose_name='收到决定之日')),
                    ('reply', models.CharField(blank=True, choices=[('filed', '决定立案'), ('not_filed', '不予立案')], max_length=12, verbose_name='公安机关的决定')),
                    ('reply_number', models.CharField(blank=True, max_length=120, verbose_name='决定文书')),
                    ('reply_reason', models.CharField(blank=True, max_length=300, verbose_name='不予立案的理由')),
                    ('review_asked_on', models.DateField(blank=True, null=True, verbose_name='提请复议之日')),
                ],
                options={
                    'verbose_name': '涉嫌犯罪案件移送',
                    'verbose_name_plural': '涉嫌犯罪案件移送',
                    'ordering': ['id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('delivered_at__isnull', True), ('delivered_at__gte', models.F('approved_at')), _connector='OR'), name='transfer_approved_then_delivered'), models.CheckConstraint(condition=models.Q(models.Q(('replied_on__isnull', True), ('reply', '')), models.Q(models.Q(('reply', ''), _negated=True), ('replied_on__isnull', False)), _connector='OR'), name='transfer_reply_has_day')],
                },
            ), migrations.CreateModel(
                name='ProcuratorateReferral',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='referrals', to='cases.case')),
                    ('recipient', models.CharField(max_length=120, verbose_name='接收机关')),
                    ('triggers', models.JSONField(default=list, verbose_name='移送情形')),
                    ('requests', models.JSONField(default=list, verbose_name='移送请求')),
                    ('referred_on', models.DateField(verbose_name='移送日')),
                    ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document')),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': '检察机关线索移送',
                    'verbose_name_plural': '检察机关线索移送',
                    'ordering': ['id'],
                },
            ), migrations.CreateModel(
                name='LegalAidReferral',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='legal_aid_referrals', to='cases.case')),
                    ('recipient', models.CharField(max_length=120, verbose_name='法律援助机构')),
                    ('urgent', models.BooleanField(verbose_name='先行提供')),
                    ('referred_on', models.DateField(verbose_name='转介日')),
                    ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document')),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('workers', models.ManyToManyField(related_name='legal_aid_referrals', to='cases.party')),
                ],
                options={
                    'verbose_name': '法律援助转介',
                    'verbose_name_plural': '法律援助转介',
                    'ordering': ['id'],
                },
            ), migrations.CreateModel(
                name='WarningCard',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='warning_cards', to='cases.case')),
                    ('colour', models.CharField(choices=[('yellow', '黄牌预警'), ('red', '红牌督办')], max_length=6, verbose_name='颜色')),
                    ('deadline', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='warning_cards', to='cases.deadline')),
                    ('recipient', models.CharField(max_length=120, verbose_name='责任单位')),
                    ('due_on', models.DateField(verbose_name='办结期限')),
                    ('shown_on', models.DateField(verbose_name='发出日')),
                    ('report_by', models.DateField(verbose_name='报告期限')),
                    ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document')),
                    ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': '红黄牌',
                    'verbose_name_plural': '红黄牌',
                    'ordering': ['id'],
                    'constraints': [models.UniqueConstraint(fields=('deadline', 'colour'), name='card_once'), models.CheckConstraint(condition=models.Q(('shown_on__gt', models.F('due_on'))), name='card_after_due')],
                },
            )],
        ),
    ]
