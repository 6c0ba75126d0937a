"""Every application has deadlines of its own: by what they differ is kept, not computed."""

from django.db import migrations, models


def keep_clocks(apps, schema_editor):
    """Name the clocks as they were computed; where two had the same, the last has them."""
    application = apps.get_model("confirmation", "Application")
    taken = set()
    for form in application.objects.order_by("-pk").iterator():
        clock = "" if form.batch_count == 1 else f"batch{form.batch_no}"
        if form.state != "discarded":
            if (form.case_id, clock) in taken:
                clock = f"{clock}before{form.pk}"
            taken.add((form.case_id, clock))
        application.objects.filter(pk=form.pk).update(clock=clock)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0002_append_only"),
        ("confirmation", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="application",
            name="clock",
            field=models.CharField(blank=True, max_length=24, verbose_name="期限区分"),
        ),
        migrations.AddField(
            model_name="historicalapplication",
            name="clock",
            field=models.CharField(blank=True, max_length=24, verbose_name="期限区分"),
        ),
        migrations.RunPython(keep_clocks, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="application",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "discarded"), _negated=True),
                fields=("case", "clock"),
                name="own_clock_of_application",
            ),
        ),
    ]
