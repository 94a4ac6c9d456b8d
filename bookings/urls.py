"""The addresses of the sessions; `bookings.slugs.RESERVED` keeps session types off the fixed words."""

from django.urls import path

from bookings.views import arranged, asking, choosing, guardian, place, proving, waiting

urlpatterns = [
    path("", choosing.book, name="book"),
    path("verify/", proving.book_verify, name="book_verify"),
    path("verify/again/", proving.book_new_code, name="book_new_code"),
    path("asked/<uuid:reference>/", arranged.book_asked, name="book_asked"),
    path("asked/<uuid:reference>/calendar/", arranged.book_calendar, name="book_calendar"),
    path("asked/<uuid:reference>/<slug:act>/", arranged.book_asked_act, name="book_asked_act"),
    path("guardian/", guardian.book_guardian, name="book_guardian"),
    path("guardian/<str:token>/", guardian.book_guardian_link, name="book_guardian_link"),
    path("policy/", choosing.book_policy, name="book_policy"),
    path("manage/", arranged.book_manage, name="book_manage"),
    path("manage/find/", arranged.book_find, name="book_find"),
    path("manage/calendar/", arranged.book_manage_calendar, name="book_manage_calendar"),
    path("manage/do/<slug:act>/", arranged.book_manage_act, name="book_manage_act"),
    path("manage/<str:token>/", arranged.book_manage_link, name="book_manage_link"),
    path("wait/", waiting.book_waiting_list, name="book_waiting_list"),
    path("wait/verify/", waiting.book_wait_verify, name="book_wait_verify"),
    path("wait/verify/again/", waiting.book_wait_new_code, name="book_wait_new_code"),
    path("wait/link/<str:token>/", place.book_place_link, name="book_place_link"),
    path("wait/<uuid:reference>/", place.book_place, name="book_place"),
    path("wait/<uuid:reference>/<slug:act>/", place.book_place_act, name="book_place_act"),
    path("<slug:slug>/wait/", waiting.book_wait, name="book_wait"),
    path("<slug:slug>/", choosing.book_times, name="book_times"),
    path("<slug:slug>/times.json", choosing.book_times_json, name="book_times_json"),
    path("<slug:slug>/details/", asking.book_details, name="book_details"),
]
