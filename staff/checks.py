"""Checks of what the installation stands on."""

from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


@register(Tags.database)
def the_tables_come_from_this_line_of_versions(
    databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Refuse to change a database whose migrations this version has never heard of."""
    return [error for alias in databases or [] for error in _unknown_to_us(alias)]


def _unknown_to_us(alias: str) -> list[CheckMessage]:
    known = MigrationLoader(None).disk_migrations
    ours = {app.label for app in apps.get_app_configs() if _is_ours(app.path)}
    unknown = sorted(
        f"{app}.{name}"
        for app, name in MigrationRecorder(connections[alias]).applied_migrations()
        if app in ours and (app, name) not in known
    )
    if not unknown:
        return []
    return [
        Error(
            f"数据库不是由这一版本的表结构升级而来（{unknown[0]}等{len(unknown)}项本版本没有），"
            "为防止损坏数据，没有作任何改动。",
            hint=(
                "演练数据：删除数据目录（默认 var/）后重新运行，系统会重新建立。"
                "有真实数据的：请先备份，改用建立它的版本或者更新的版本。"
            ),
            id="staff.E001",
        )
    ]


def _is_ours(path: str) -> bool:
    return path.startswith(str(settings.BASE_DIR)) and "site-packages" not in path
