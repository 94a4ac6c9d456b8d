"""The addresses of this room."""

from django.urls import path

from worksheets import earlier_views, shared_views, views

urlpatterns = [
    path("", views.worksheet_list, name="space_worksheets"),
    path("<slug:code>/", views.worksheet, name="worksheet"),
    path("<slug:code>/save/", views.save, name="worksheet_save"),
    path("<slug:code>/fresh/", earlier_views.fresh, name="worksheet_fresh"),
    path("<slug:code>/earlier/<uuid:reference>/", earlier_views.earlier, name="worksheet_earlier"),
    path("<slug:code>/earlier/<uuid:reference>/pdf/", earlier_views.earlier_pdf, name="worksheet_earlier_pdf"),
    path("<slug:code>/share/", shared_views.share, name="worksheet_share"),
    path("<slug:code>/pdf/", views.pdf, name="worksheet_pdf"),
    path("<slug:code>/paper/", views.paper, name="worksheet_paper"),
]
