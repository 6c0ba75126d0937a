import django.contrib.auth.validators
import django.db.models.deletion
import django.utils.timezone
import simple_history.models
import staff.tables
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        staff.tables.CreateModels(
            models=[migrations.CreateModel(
                name='HistoricalBody',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('centre', '快速解决中心'), ('mediation_body', '调解组织'), ('arbitration_commission', '仲裁委员会'), ('court', '人民法院'), ('labour_department', '人社局'), ('police', '公安机关'), ('fund_body', '周转金管理机构'), ('other', '其他')], max_length=32, verbose_name='类别')),
                    ('name', models.CharField(db_index=True, max_length=120, verbose_name='名称')),
                    ('code', models.CharField(blank=True, help_text='法院代字，如“冀0699”', max_length=32, verbose_name='代字')),
                    ('mediation_kind', models.CharField(blank=True, help_text='如“依法设立的基层人民调解组织”（劳动争议调解仲裁法第十条）', max_length=120, verbose_name='调解组织类型')),
                    ('registration_no', models.CharField(blank=True, max_length=64, verbose_name='备案（登记）号')),
                    ('seal_registered_on', models.DateField(blank=True, null=True, verbose_name='印章备案日期')),
                    ('address', models.CharField(blank=True, max_length=200, verbose_name='地址')),
                    ('phone', models.CharField(blank=True, max_length=32, verbose_name='电话')),
                    ('is_active', models.BooleanField(default=True, verbose_name='在用')),
                    ('history_change_reason', models.TextField(null=True)),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'historical 机构',
                    'verbose_name_plural': 'historical 机构',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ), migrations.CreateModel(
                name='Body',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('centre', '快速解决中心'), ('mediation_body', '调解组织'), ('arbitration_commission', '仲裁委员会'), ('court', '人民法院'), ('labour_department', '人社局'), ('police', '公安机关'), ('fund_body', '周转金管理机构'), ('other', '其他')], max_length=32, verbose_name='类别')),
                    ('name', models.CharField(max_length=120, unique=True, verbose_name='名称')),
                    ('code', models.CharField(blank=True, help_text='法院代字，如“冀0699”', max_length=32, verbose_name='代字')),
                    ('mediation_kind', models.CharField(blank=True, help_text='如“依法设立的基层人民调解组织”（劳动争议调解仲裁法第十条）', max_length=120, verbose_name='调解组织类型')),
                    ('registration_no', models.CharField(blank=True, max_length=64, verbose_name='备案（登记）号')),
                    ('seal_registered_on', models.DateField(blank=True, null=True, verbose_name='印章备案日期')),
                    ('address', models.CharField(blank=True, max_length=200, verbose_name='地址')),
                    ('phone', models.CharField(blank=True, max_length=32, verbose_name='电话')),
                    ('is_active', models.BooleanField(default=True, verbose_name='在用')),
                ],
                options={
                    'verbose_name': '机构',
                    'verbose_name_plural': '机构',
                    'ordering': ('kind', 'name'),
                },
            ), migrations.CreateModel(
                name='HistoricalUser',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                    ('username', models.CharField(db_index=True, error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                    ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                    ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                    ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                    ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                    ('name', models.CharField(max_length=64, verbose_name='姓名')),
                    ('post', models.CharField(blank=True, max_length=64, verbose_name='职务')),
                    ('phone', models.CharField(blank=True, max_length=32, verbose_name='电话')),
                    ('certificate_no', models.CharField(blank=True, max_length=64, verbose_name='证件（聘书）号')),
                    ('password_is_temporary', models.BooleanField(default=False, editable=False, verbose_name='须修改初始密码')),
                    ('is_system', models.BooleanField(default=False, editable=False, verbose_name='系统用户')),
                    ('is_party', models.BooleanField(default=False, editable=False, verbose_name='当事人')),
                    ('history_change_reason', models.TextField(null=True)),
                    ('body', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='staff.body', verbose_name='所属机构')),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'historical 人员',
                    'verbose_name_plural': 'historical 人员',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ), migrations.CreateModel(
                name='User',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('password', models.CharField(max_length=128, verbose_name='password')),
                    ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                    ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                    ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                    ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                    ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                    ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                    ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                    ('name', models.CharField(max_length=64, verbose_name='姓名')),
                    ('post', models.CharField(blank=True, max_length=64, verbose_name='职务')),
                    ('phone', models.CharField(blank=True, max_length=32, verbose_name='电话')),
                    ('certificate_no', models.CharField(blank=True, max_length=64, verbose_name='证件（聘书）号')),
                    ('body', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='people', to='staff.body', verbose_name='所属机构')),
                    ('password_is_temporary', models.BooleanField(default=False, editable=False, verbose_name='须修改初始密码')),
                    ('is_system', models.BooleanField(default=False, editable=False, verbose_name='系统用户')),
                    ('is_party', models.BooleanField(default=False, editable=False, verbose_name='当事人')),
                    ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                    ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
                ],
                options={
                    'verbose_name': '人员',
                    'verbose_name_plural': '人员',
                    'ordering': ('name', 'username'),
                    'constraints': [models.UniqueConstraint(condition=models.Q(('is_system', True)), fields=('is_system',), name='one_system_user', violation_error_message='系统用户只能有一个。')],
                },
            ), migrations.CreateModel(
                name='HistoricalRoleGrant',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('role', models.CharField(choices=[('intake_officer', '受理员'), ('mediator', '调解员'), ('recorder', '记录员'), ('arbitrator', '仲裁员'), ('tribunal_secretary', '书记员'), ('court_clerk', '立案庭书记员'), ('fund_officer', '周转金经办人'), ('fund_approver', '周转金审批人'), ('director', '中心主任'), ('administrator', '管理员')], max_length=32, verbose_name='角色')),
                    ('granted_on', models.DateField(verbose_name='授予日期')),
                    ('revoked_on', models.DateField(blank=True, null=True, verbose_name='收回日期')),
                    ('history_change_reason', models.TextField(null=True)),
                    ('user', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='人员')),
                    ('granted_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='授予人')),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'historical 角色授予',
                    'verbose_name_plural': 'historical 角色授予',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ), migrations.CreateModel(
                name='RoleGrant',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='roles', to=settings.AUTH_USER_MODEL, verbose_name='人员')),
                    ('role', models.CharField(choices=[('intake_officer', '受理员'), ('mediator', '调解员'), ('recorder', '记录员'), ('arbitrator', '仲裁员'), ('tribunal_secretary', '书记员'), ('court_clerk', '立案庭书记员'), ('fund_officer', '周转金经办人'), ('fund_approver', '周转金审批人'), ('director', '中心主任'), ('administrator', '管理员')], max_length=32, verbose_name='角色')),
                    ('granted_on', models.DateField(verbose_name='授予日期')),
                    ('revoked_on', models.DateField(blank=True, null=True, verbose_name='收回日期')),
                    ('granted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='授予人')),
                ],
                options={
                    'verbose_name': '角色授予',
                    'verbose_name_plural': '角色授予',
                    'ordering': ('granted_on', 'id'),
                    'constraints': [models.UniqueConstraint(condition=models.Q(('revoked_on', None)), fields=('user', 'role'), name='role_held_once', violation_error_message='该人员已有此角色。'), models.CheckConstraint(condition=models.Q(('revoked_on', None), ('revoked_on__gte', models.F('granted_on')), _connector='OR'), name='role_revoked_after_grant', violation_error_message='收回日期不能早于授予日期。')],
                },
            ), migrations.CreateModel(
                name='HistoricalRolePolicy',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('role', models.CharField(choices=[('intake_officer', '受理员'), ('mediator', '调解员'), ('recorder', '记录员'), ('arbitrator', '仲裁员'), ('tribunal_secretary', '书记员'), ('court_clerk', '立案庭书记员'), ('fund_officer', '周转金经办人'), ('fund_approver', '周转金审批人'), ('director', '中心主任'), ('administrator', '管理员')], db_index=True, max_length=32, verbose_name='角色')),
                    ('mfa_required', models.BooleanField(default=False, verbose_name='登录须两步验证')),
                    ('history_change_reason', models.TextField(null=True)),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'historical 角色安全要求',
                    'verbose_name_plural': 'historical 角色安全要求',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ), migrations.CreateModel(
                name='RolePolicy',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('role', models.CharField(choices=[('intake_officer', '受理员'), ('mediator', '调解员'), ('recorder', '记录员'), ('arbitrator', '仲裁员'), ('tribunal_secretary', '书记员'), ('court_clerk', '立案庭书记员'), ('fund_officer', '周转金经办人'), ('fund_approver', '周转金审批人'), ('director', '中心主任'), ('administrator', '管理员')], max_length=32, unique=True, verbose_name='角色')),
                    ('mfa_required', models.BooleanField(default=False, verbose_name='登录须两步验证')),
                ],
                options={
                    'verbose_name': '角色安全要求',
                    'verbose_name_plural': '角色安全要求',
                    'ordering': ('role',),
                },
            ), migrations.CreateModel(
                name='HistoricalConflict',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('counterpart_name', models.CharField(db_index=True, max_length=120, verbose_name='相对人姓名或名称')),
                    ('counterpart_number_hash', models.CharField(blank=True, max_length=64, verbose_name='相对人证件号摘要')),
                    ('relation', models.CharField(max_length=120, verbose_name='关系')),
                    ('declared_on', models.DateField(verbose_name='申报日期')),
                    ('ended_on', models.DateField(blank=True, null=True, verbose_name='解除日期')),
                    ('history_change_reason', models.TextField(null=True)),
                    ('user', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='人员')),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'historical 回避登记',
                    'verbose_name_plural': 'historical 回避登记',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ), migrations.CreateModel(
                name='Conflict',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='conflicts', to=settings.AUTH_USER_MODEL, verbose_name='人员')),
                    ('counterpart_name', models.CharField(db_index=True, max_length=120, verbose_name='相对人姓名或名称')),
                    ('counterpart_number_hash', models.CharField(blank=True, max_length=64, verbose_name='相对人证件号摘要')),
                    ('relation', models.CharField(max_length=120, verbose_name='关系')),
                    ('declared_on', models.DateField(verbose_name='申报日期')),
                    ('ended_on', models.DateField(blank=True, null=True, verbose_name='解除日期')),
                ],
                options={
                    'verbose_name': '回避登记',
                    'verbose_name_plural': '回避登记',
                    'ordering': ('-declared_on', '-id'),
                },
            ), migrations.CreateModel(
                name='HistoricalAbsence',
                fields=[
                    ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                    ('from_on', models.DateField(verbose_name='开始日期')),
                    ('to_on', models.DateField(verbose_name='结束日期')),
                    ('history_change_reason', models.TextField(null=True)),
                    ('user', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='人员')),
                    ('stand_in', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代班人')),
                    ('history_id', models.AutoField(primary_key=True, serialize=False)),
                    ('history_date', models.DateTimeField(db_index=True)),
                    ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                    ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'historical 离岗',
                    'verbose_name_plural': 'historical 离岗',
                    'ordering': ('-history_date', '-history_id'),
                    'get_latest_by': ('history_date', 'history_id'),
                },
                bases=(simple_history.models.HistoricalChanges, models.Model),
            ), migrations.CreateModel(
                name='Absence',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='absences', to=settings.AUTH_USER_MODEL, verbose_name='人员')),
                    ('from_on', models.DateField(verbose_name='开始日期')),
                    ('to_on', models.DateField(verbose_name='结束日期')),
                    ('stand_in', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='代班人')),
                ],
                options={
                    'verbose_name': '离岗',
                    'verbose_name_plural': '离岗',
                    'ordering': ('-from_on', '-id'),
                    'constraints': [models.CheckConstraint(condition=models.Q(('to_on__gte', models.F('from_on'))), name='absence_ends_after_start', violation_error_message='结束日期不能早于开始日期。'), models.CheckConstraint(condition=models.Q(('stand_in', models.F('user')), _negated=True), name='absence_stood_in_by_another', violation_error_message='代班人不能是本人。')],
                },
            ), migrations.CreateModel(
                name='ReadLog',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='readings', to=settings.AUTH_USER_MODEL, verbose_name='查阅人')),
                    ('at', models.DateTimeField(db_index=True, verbose_name='查阅时间')),
                    ('what', models.CharField(max_length=64, verbose_name='查阅内容')),
                    ('object_label', models.CharField(max_length=200, verbose_name='对象')),
                    ('reason', models.CharField(max_length=200, verbose_name='事由')),
                ],
                options={
                    'verbose_name': '查阅记录',
                    'verbose_name_plural': '查阅记录',
                    'ordering': ('-at', '-id'),
                },
            ), migrations.CreateModel(
                name='RateCount',
                fields=[
                    ('key', models.CharField(max_length=120, primary_key=True, serialize=False)),
                    ('count', models.PositiveIntegerField()),
                    ('until', models.DateTimeField(db_index=True)),
                ],
                options={
                    'verbose_name': '访问次数',
                    'verbose_name_plural': '访问次数',
                },
            )],
        ),
    ]
