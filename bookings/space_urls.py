"""The addresses at which a client chooses a session and a time, within the space."""

from django.urls import path

from bookings.views import choosing

urlpatterns = [
    path("", choosing.space_book, name="space_book"),
    path("<slug:slug>/", choosing.space_book_times, name="space_book_times"),
]
