"""Print samples of papers: `manage.py render_sample CODE… --out DIR`."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from documents.contracts import CONTRACTS
from documents.registry import fonts, make, template_of
from documents.render import render


class Command(BaseCommand):
    help = "用编造的数据把文书排成样例（Word 和 PDF）"

    def add_arguments(self, parser):
        parser.add_argument("codes", nargs="+", metavar="CODE", help="文书代号，或者 all")
        parser.add_argument("--out", type=Path, required=True, help="写到这个目录")

    def handle(self, *, codes, out, **options):
        wanted = list(CONTRACTS) if codes == ["all"] else codes
        if unknown := [code for code in wanted if code not in CONTRACTS]:
            raise CommandError(f"没有代号为{'、'.join(unknown)}的文书。")
        out.mkdir(parents=True, exist_ok=True)
        for code in wanted:
            contract = CONTRACTS[code]
            docx = render(template_of(code), contract.sample())
            made = make(docx, title=contract.title, created=timezone.localdate(), fonts=fonts())
            (out / f"{code}.docx").write_bytes(docx)
            (out / f"{code}.pdf").write_bytes(made.content)
            self.stdout.write(f"{code} {contract.title}：{made.pages}页")
