import django.db.models.deletion
import django.db.models.functions.datetime
import staff.tables
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        staff.tables.CreateModels(
            models=[migrations.CreateModel(
                name='Room',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('purpose', models.SlugField(max_length=20, verbose_name='用途')),
                    ('position', models.BigIntegerField(default=0, verbose_name='总序号')),
                    ('heads', models.JSONField(default=dict, verbose_name='各流序号')),
                    ('access', models.PositiveIntegerField(default=0, verbose_name='准入版次')),
                    ('opened_at', models.DateTimeField(verbose_name='开启时间')),
                    ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='关闭时间')),
                ],
                options={
                    'verbose_name': '会议室',
                    'verbose_name_plural': '会议室',
                },
            ), migrations.CreateModel(
                name='Seat',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('room', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='room.room')),
                    ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to=settings.AUTH_USER_MODEL)),
                    ('role', models.CharField(choices=[('chair', '主持人'), ('recorder', '记录人'), ('party', '当事人'), ('observer', '旁听人')], max_length=10, verbose_name='身份')),
                    ('group', models.SlugField(blank=True, max_length=40, verbose_name='方别')),
                    ('keys', models.JSONField(default=list, verbose_name='本人流')),
                    ('label', models.CharField(max_length=80, verbose_name='称呼')),
                    ('seated_at', models.DateTimeField(verbose_name='入席时间')),
                    ('seen_at', models.DateTimeField(blank=True, null=True, verbose_name='最近在线')),
                    ('seen_by', models.CharField(blank=True, max_length=32, verbose_name='在线进程')),
                    ('removed_at', models.DateTimeField(blank=True, null=True, verbose_name='离席时间')),
                ],
                options={
                    'verbose_name': '席位',
                    'verbose_name_plural': '席位',
                    'ordering': ['id'],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('removed_at__isnull', True)), fields=('room', 'user'), name='one_seat_per_person')],
                },
            ), migrations.CreateModel(
                name='Event',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('room', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='room.room')),
                    ('position', models.BigIntegerField(verbose_name='总序号')),
                    ('stream', models.CharField(max_length=60, verbose_name='流')),
                    ('number', models.BigIntegerField(verbose_name='流内序号')),
                    ('seat', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='room.seat')),
                    ('kind', models.CharField(max_length=30, verbose_name='种类')),
                    ('client_id', models.CharField(blank=True, max_length=40, verbose_name='客户端编号')),
                    ('body', models.JSONField(verbose_name='内容')),
                    ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name='时间')),
                ],
                options={
                    'verbose_name': '会议事件',
                    'verbose_name_plural': '会议事件',
                    'ordering': ['room_id', 'position'],
                    'indexes': [models.Index(fields=['seat', 'client_id'], name='event_client_id')],
                    'constraints': [models.UniqueConstraint(fields=('room', 'position'), name='event_position_once'), models.UniqueConstraint(fields=('room', 'stream', 'number'), name='event_number_once'), models.UniqueConstraint(condition=models.Q(('client_id', ''), _negated=True), fields=('room', 'seat', 'client_id'), name='event_client_id_once')],
                },
            )],
        ),
    ]
