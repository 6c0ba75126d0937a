"""Appoint an administrator from the console: the first of an installation, or a way back in."""

import os
from getpass import getpass

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from staff import operations
from staff.choices import Role
from staff.refusals import ActRefused


class Command(BaseCommand):
    help = "任命管理员；密码取自环境变量 KUAIJIE_PASSWORD，未设置时询问。首次登录须修改。"

    def add_arguments(self, parser):
        parser.add_argument("username", help="用户名")
        parser.add_argument("name", help="姓名")

    def handle(self, username, name, **options):
        password = os.environ.get("KUAIJIE_PASSWORD") or getpass("初始密码：")
        try:
            self.appoint(username, name, password)
        except ActRefused as refusal:
            raise CommandError(f"{refusal}{refusal.suggest}") from refusal
        self.stdout.write(f"已任命管理员：{name}（{username}）。")

    @transaction.atomic
    def appoint(self, username: str, name: str, password: str) -> None:
        system = operations.establish_system_user()
        person = operations.appoint_person(
            username=username, name=name, password=password, by=system
        )
        operations.grant_role(
            user=person, role=Role.ADMINISTRATOR, by=system, on=timezone.localdate()
        )
