"""Load the training data: `manage.py demo`; `--logins` prints who can sign in."""

import os

from django.core.management.base import BaseCommand, CommandError

from centre.demonstration import LOGINS, PASSWORD, load


class Command(BaseCommand):
    help = "装入演练人员和演练案件（可重复执行）"

    def add_arguments(self, parser):
        parser.add_argument("--logins", action="store_true", help="只打印演练账号")

    def handle(self, *, logins, **options):
        if os.environ.get("KUAIJIE_PRODUCTION") == "1":
            raise CommandError("正式环境不能装入演练数据。")
        if not logins:
            load(say=self.stdout.write)
            return
        self.stdout.write(f"演练账号（密码均为 {PASSWORD}）：")
        for login in LOGINS:
            self.stdout.write(f"  {login.username:<10} {login.role.label}　{login.name}")
