"""Outgoing messages: a row written in the transaction of its cause, sent later by the worker."""

from practice.mail.compose import Attachment, Mail, UnfitMailError, render_mail
from practice.mail.outbox import queue, unqueue
from practice.mail.registry import register

__all__ = ["Attachment", "Mail", "UnfitMailError", "queue", "register", "render_mail", "unqueue"]
