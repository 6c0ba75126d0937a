import django.db.models.deletion
import staff.tables
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cases', '0001_initial'),
        ('viewflow', '0015_task_scheduled'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        staff.tables.CreateModels(
            models=[migrations.CreateModel(
                name='TaskTrail',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('task', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='trail', to='viewflow.task')),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='task_trail', to='cases.case')),
                    ('title', models.CharField(max_length=120, verbose_name='任务')),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='task_trail', to=settings.AUTH_USER_MODEL, verbose_name='办理人')),
                    ('finished_at', models.DateTimeField(verbose_name='办结时间')),
                ],
                options={
                    'verbose_name': '办理轨迹',
                    'verbose_name_plural': '办理轨迹',
                    'ordering': ['-id'],
                    'indexes': [models.Index(fields=['by', '-id'], name='task_trail_by')],
                },
            ), migrations.CreateModel(
                name='ClockLease',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=20, unique=True)),
                    ('holder', models.CharField(blank=True, max_length=120, verbose_name='运行者')),
                    ('until', models.DateTimeField(verbose_name='有效至')),
                ],
                options={
                    'verbose_name': '时钟租约',
                    'verbose_name_plural': '时钟租约',
                },
            )],
        ),
    ]
