"""The addresses at which a client chooses a session and a time, within the space."""

from django.urls import path

from bookings.views import choosing, series, standing_times

urlpatterns = [
    path("", choosing.space_book, name="space_book"),
    path("asked/<uuid:series>/", series.space_series, name="space_series"),
    path("asked/<uuid:series>/withdraw/", series.space_series_withdraw, name="space_series_withdraw"),
    path("standing/<uuid:standing>/end/", standing_times.space_standing_end, name="space_standing_end"),
    path("<slug:slug>/", choosing.space_book_times, name="space_book_times"),
    path("<slug:slug>/series/", series.space_book_series, name="space_book_series"),
]
