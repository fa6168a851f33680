"""Addresses of the intake. None says what it is about."""

from django.urls import URLPattern, path, register_converter

from manumit.reference.models import LANGUAGES
from manumit.web.intake import talk, views, wizard


class LanguageConverter:
    """A language of the project, as the first part of an address."""

    regex = "|".join(LANGUAGES)

    def to_python(self, value: str) -> str:
        """The code."""
        return value

    def to_url(self, value: str) -> str:
        """The code."""
        return value


register_converter(LanguageConverter, "language")

urlpatterns: list[URLPattern] = [
    path("", views.choose, name="choose"),
    path("static/<path:path>", views.static_file, name="static"),
    path("<language:language>/", views.start, name="start"),
    path("<language:language>/write/", wizard.write, name="write"),
    path("<language:language>/open/", talk.open_box, name="open"),
    path("<language:language>/about/", views.about, name="about"),
    path("<language:language>/deleted/", views.deleted, name="deleted"),
]

handler400 = views.bad_request
handler404 = views.not_found
handler500 = views.fault
