"""The clock of the installation: one runner, every minute."""

import logging
import os
import signal
import socket
from threading import Event

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections
from django.urls import get_resolver
from django.utils import timezone

from workflow import clock

logger = logging.getLogger(__name__)

EVERY_SECONDS = 60


class Command(BaseCommand):
    help = "运行时钟：期限、后台任务、流程定时；每分钟一次，同一时间只有一个在运行。"

    def add_arguments(self, parser) -> None:
        parser.add_argument("--once", action="store_true", help="只运行一次")

    def handle(self, *, once: bool, **options) -> None:
        # Without it the addresses of tasks cannot be reversed outside a request.
        _ = get_resolver().url_patterns
        holder = f"{socket.gethostname()}:{os.getpid()}"
        stop = Event()
        if not once:
            for number in (signal.SIGTERM, signal.SIGINT):
                signal.signal(number, lambda *_: stop.set())
        while not stop.is_set():
            self.run(holder)
            if once:
                break
            stop.wait(EVERY_SECONDS)
            close_old_connections()
        clock.give_up_lease(holder, now=timezone.now())

    def run(self, holder: str) -> None:
        """Tick once if the lease is ours; a database that is away is tried again next time."""
        now = timezone.now()
        try:
            if not clock.take_lease(holder, now=now):
                self.stdout.write("另一个时钟正在运行。")
                return
            done = clock.tick(now=now)
        except DatabaseError:
            logger.exception("时钟：数据库暂不可用")
            return
        for name, count in done.items():
            if count or count is None:
                self.stdout.write(f"{name}：{'未完成，见日志' if count is None else count}")
