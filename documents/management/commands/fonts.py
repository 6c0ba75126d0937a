"""Show which file draws each kind of type on papers: `manage.py fonts`."""

from django.core.management.base import BaseCommand, CommandError

from documents.font_files import passed_over
from documents.layout.coverage import RARE_NAMES, report
from documents.layout.fonts import FontsMissing
from documents.registry import fonts


class Command(BaseCommand):
    help = "文书的每种字体用什么文件打印，许可和覆盖范围"

    def handle(self, **options):
        try:
            found = report(fonts())
        except FontsMissing as missing:
            raise CommandError(str(missing)) from missing
        for kind in found.kinds:
            stand_in = "，用宋体代替" if kind.is_stand_in else ""
            lacking = f"，缺 {kind.missing}" if kind.missing else ""
            self.stdout.write(
                f"{kind.title}　{kind.file}{stand_in}（{kind.licence}）："
                f"国标汉字 {kind.gb2312}/6763，生僻姓名用字 {kind.rare}/{len(RARE_NAMES)}{lacking}"
            )
        installed = [name for name, _, present in found.fallbacks if present]
        absent = [name for name, _, present in found.fallbacks if not present]
        self.stdout.write(f"生僻字依次用：{'、'.join(installed)}")
        if absent:
            self.stdout.write(f"未安装：{'、'.join(absent)}；联网后运行 make fonts 补装。")
        for fault in [*found.faults, *passed_over()]:
            self.stdout.write(self.style.WARNING(fault))
