"""Workbooks for those who send files: empty templates, and the sender's own workbook with marked cells."""

from __future__ import annotations

from etl.workbooks.answer import answer_workbook
from etl.workbooks.template import template_workbook

__all__ = ["answer_workbook", "template_workbook"]
