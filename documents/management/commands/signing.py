"""The platform's certificate: `manage.py signing init | show | renew | check FILE…`."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from documents.signing import platform
from documents.signing.port import SigningFault
from staff.models import Body


class Command(BaseCommand):
    help = "平台签章证书：init 首次制作，show 查看，renew 更新，check 核对文件的签章"

    def add_arguments(self, parser):
        acts = parser.add_subparsers(dest="act", required=True)
        acts.add_parser("init", help="能盖章的机构没有证书的，各制一张")
        acts.add_parser("show", help="列出各张证书")
        acts.add_parser("renew", help="各机构另制一张；旧证书留着，用来核对旧文件")
        acts.add_parser("check", help="核对文件的签章").add_argument("files", nargs="+", type=Path)

    def handle(self, *, act, files=(), **options):
        now = timezone.now()
        if act == "check":
            self._check(files, now)
            return
        sealing = [body.name for body in Body.objects.all() if body.may_seal]
        if act in ("init", "renew") and not sealing:
            raise CommandError("还没有登记了印章的机构，请先在“机构”页登记印章备案日期。")
        for body in sealing:
            if act == "init":
                try:
                    platform.PlatformBackend().signer(now, body)
                except SigningFault as fault:
                    raise CommandError(str(fault)) from fault
            elif act == "renew":
                platform.renew(now, body)
        found = platform.generations()
        if not found:
            self.stdout.write(
                "还没有平台证书；首次签章时自动制作，也可以运行 manage.py signing init。"
            )
        for certificate in found:
            ended = "，已到期" if certificate.not_valid_after_utc < now else ""
            self.stdout.write(
                f"{certificate.serial_number:040x}  "
                f"{certificate.not_valid_before_utc:%Y-%m-%d} 至"
                f" {certificate.not_valid_after_utc:%Y-%m-%d}{ended}"
                f"  {platform.body_of(certificate) or '平台'}"
            )

    def _check(self, files, now):
        # Loads the PDF library, which takes a second; the other acts do without.
        from documents.signing.validate import validate  # noqa: PLC0415

        bad = False
        for path in files:
            try:
                report = validate(path.read_bytes(), at=now)
            except OSError as fault:
                raise CommandError(f"{path} 不能读取：{fault.strerror}") from fault
            bad = bad or not report.is_good
            self.stdout.write(f"{path}：{report.sentence}")
            for one in report.signatures:
                self.stdout.write(f"  {one.sentence}")
            for note in report.notes:
                self.stdout.write(f"  {note}")
        if bad:
            raise CommandError("有文件没有通过。")
