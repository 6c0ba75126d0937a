"""
Number series (案号、文号) per body and year, without gaps and without doubles.

The counter row is locked by the transaction that issues the number, so a refused act gives its
number back. A void paper keeps its number.
"""

from django.conf import settings
from django.db import models

from staff.history import History


class NumberSeries(models.Model):
    """One configurable pattern, such as 示农薪调字〔2026〕1号."""

    body = models.ForeignKey("staff.Body", models.PROTECT, related_name="series")
    code = models.SlugField("系列", max_length=40)
    title = models.CharField("用途", max_length=60)
    pattern = models.CharField(
        "格式", max_length=80, help_text="可用 {year} 与 {seq}，例如 示农薪调字〔{year}〕{seq}号"
    )
    opening = models.PositiveIntegerField("起始号", default=1)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    confirmed_on = models.DateField("核定日", null=True, blank=True)

    history = History(verbose_name="编号系列变更")

    class Meta:
        verbose_name = "编号系列"
        verbose_name_plural = "编号系列"
        ordering = ["body_id", "code"]
        constraints = [models.UniqueConstraint(name="series_once", fields=["body", "code"])]

    def __str__(self) -> str:
        return self.title


class SeriesCounter(models.Model):
    series = models.ForeignKey(NumberSeries, models.PROTECT, related_name="counters")
    year = models.PositiveSmallIntegerField("年份")
    last = models.PositiveIntegerField("已用到")

    class Meta:
        verbose_name = "编号计数"
        verbose_name_plural = "编号计数"
        constraints = [models.UniqueConstraint(name="counter_once", fields=["series", "year"])]

    def __str__(self) -> str:
        return f"{self.series} {self.year} {self.last}"
