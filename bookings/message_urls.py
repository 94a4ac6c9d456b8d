"""The address at which clients choose how much their messages give away."""

from django.urls import path

from bookings.views import messages

urlpatterns = [path("", messages.space_messages, name="space_messages")]
