"""The addresses of a client's questionnaires."""

from django.urls import path

from worksheets.measures import share_views, views

urlpatterns = [
    path("", views.measure_list, name="space_measures"),
    path("copies/<uuid:reference>/", share_views.shared_copy, name="measure_copy"),
    path("copies/<uuid:reference>/back/", share_views.take_copy_back, name="measure_copy_back"),
    path("<uuid:reference>/totals/", views.totals, name="measure_totals"),
    path("<uuid:reference>/<slug:day>/", views.measure, name="measure"),
    path("<uuid:reference>/<slug:day>/save/", views.save, name="measure_save"),
    path("<uuid:reference>/<slug:day>/share/", share_views.share, name="measure_share"),
]
