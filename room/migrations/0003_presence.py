from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("room", "0002_append_only")]

    operations = [
        migrations.AddField(
            model_name="seat",
            name="seen_by",
            field=models.CharField(blank=True, default="", max_length=32, verbose_name="在线进程"),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["seat", "client_id"], name="event_client_id"),
        ),
    ]
