"""How allauth behaves here."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are born when a first request is verified; nobody signs up for one."""


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors."""
