"""Replay scenario files through the operations: `manage.py rehearse FILE… [--out DIR] [--keep]`."""

from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from centre.rehearsal.reading import ScenarioFault, load
from centre.rehearsal.replay import rehearse


class Command(BaseCommand):
    help = "按情景文件逐步演练完整案件，核对每一个金额、期限和文书"

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--out", type=Path, help="把全部文书和 summary.json 写到这个目录")
        parser.add_argument("--keep", action="store_true", help="把案件留在数据库中供查看")
        parser.add_argument("--until", metavar="ACT", help="演练到第一个该行为为止")

    def handle(self, *, files, out, keep, until, **options):
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("正在准备数据库……")
            call_command("migrate", verbosity=0, interactive=False)
        failed = 0
        for path in files:
            try:
                scenario = load(path)
                self.stdout.write(f"{scenario.id} {scenario.title}")
                target = out / scenario.id if out and len(files) > 1 else out
                outcome = rehearse(
                    scenario, say=self.stdout.write, keep=keep, out=target, until=until
                )
            except ScenarioFault as fault:
                self.stderr.write(f"✗ {path.name}：{fault}")
                failed += 1
                continue
            for later in outcome.not_reached:
                self.stdout.write(f"  … {later}")
            for difference in outcome.differences:
                self.stderr.write(f"  ✗ {difference}")
            failed += not outcome.passed
            self.stdout.write(
                f"{'通过' if outcome.passed else '未通过'}：{outcome.acts_done}步，"
                f"{len(outcome.refusals)}项应拒绝的已拒绝，{len(outcome.differences)}处差异"
            )
        if failed:
            raise CommandError(f"{failed}个情景未通过。")
