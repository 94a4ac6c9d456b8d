"""Who may do anything to essays at the desk."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from articles.models import Essay


def may_write(request: HttpRequest) -> None:
    """Refuse who may not change essays.

    Raises:
        PermissionDenied: she may not.
    """
    if not admin.site.get_model_admin(Essay).has_change_permission(request):
        raise PermissionDenied
