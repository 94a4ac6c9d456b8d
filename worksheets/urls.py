"""The addresses of this room."""

from django.urls import path

from worksheets import earlier_views, shared_views, views

urlpatterns = [
    path("", views.worksheet_list, name="space_worksheets"),
    path("<slug:slug>/", views.worksheet, name="worksheet"),
    path("<slug:slug>/save/", views.save, name="worksheet_save"),
    path("<slug:slug>/fresh/", earlier_views.fresh, name="worksheet_fresh"),
    path("<slug:slug>/earlier/<uuid:reference>/", earlier_views.earlier, name="worksheet_earlier"),
    path("<slug:slug>/earlier/<uuid:reference>/pdf/", earlier_views.earlier_pdf, name="worksheet_earlier_pdf"),
    path("<slug:slug>/share/", shared_views.share, name="worksheet_share"),
    path("<slug:slug>/pdf/", views.pdf, name="worksheet_pdf"),
    path("<slug:slug>/paper/", views.paper, name="worksheet_paper"),
]
