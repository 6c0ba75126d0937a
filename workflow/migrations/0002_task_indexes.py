"""Indexes on the engine's tasks, which has none for whose turn it is."""

from django.db import migrations

INDEXES = {
    "workflow_task_inbox": "owner_id, status, id",
    "workflow_task_queue": "status, owner_permission, id",
    "workflow_task_node": "flow_task, status",
}


class Migration(migrations.Migration):
    dependencies = [("workflow", "0001_initial"), ("viewflow", "0015_task_scheduled")]

    operations = [
        migrations.RunSQL(
            f"CREATE INDEX {name} ON viewflow_task ({columns})", f"DROP INDEX {name}"
        )
        for name, columns in INDEXES.items()
    ]
