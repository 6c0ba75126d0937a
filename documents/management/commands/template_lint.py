"""Check templates as the desk does: `manage.py template_lint FILE… [--code CODE]`."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from documents.contracts import CONTRACTS
from documents.template_desk.operations import check_template
from staff.refusals import ActRefused

LEVELS = {"error": "错误", "warning": "留意", "hint": "提示"}


class Command(BaseCommand):
    help = "检查文书模板：标记、栏目、版面、字体，并试排样例"
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--code", help="文书代号；不写的，取文件名，如 D06.docx")

    def handle(self, *, files, code, **options):
        wrong = 0
        for path in files:
            known = code or path.stem
            if known not in CONTRACTS:
                raise CommandError(f"不知道 {path.name} 是哪种文书，请用 --code 写明代号。")
            self.stdout.write(f"{path.name}（{known} {CONTRACTS[known].title}）")
            wrong += not self._check(path, known)
        if wrong:
            raise CommandError(f"{wrong}个文件有错误。")

    def _check(self, path: Path, code: str) -> bool:
        try:
            content = path.read_bytes()
            checked = check_template(code=code, content=content, on=timezone.localdate())
        except (ActRefused, OSError) as refused:
            self.stdout.write(f"  错误 {refused}")
            return False
        for finding in checked.findings:
            text = f"“{finding['text']}”" if finding["text"] else ""
            level = LEVELS[finding["level"]]
            self.stdout.write(f"  {level} {finding['place']}{text}：{finding['message']}")
        if not checked.findings:
            self.stdout.write("  没有发现问题。")
        return not any(finding["level"] == "error" for finding in checked.findings)
