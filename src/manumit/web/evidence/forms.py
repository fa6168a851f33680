"""The form by which files are added to a case."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from manumit.errors import RefusedError
from manumit.reference.words import say
from manumit.web.look.context import language_of
from manumit.web.mailbox.files import (
    ACCEPT,
    MEGABYTE,
    MOST_BYTES,
    MOST_FILES,
    MOST_SOUND_BYTES,
    MOST_TOGETHER,
    Clean,
    check_together,
    clean,
)

LIMITS = {
    "most": MOST_FILES,
    "each": MOST_BYTES // MEGABYTE,
    "sound": MOST_SOUND_BYTES // MEGABYTE,
    "together": MOST_TOGETHER // MEGABYTE,
}
"""How many files, and megabytes of one, of a recording, and of all."""


def words(key: str, **parts: object) -> str:
    """A phrase of these pages, in the language of the page."""
    return say(f"evidence.{key}", language_of(), **parts)


class Files(forms.FileInput):
    """A field of a page for several files."""

    allow_multiple_selected = True


class FilesField(forms.Field):
    """Files, each checked and with its clean copy, as `Clean`."""

    widget = Files

    def clean(self, value: list["UploadedFile[Any]"]) -> tuple[Clean, ...]:
        """The files, if all of them can be taken.

        Raises:
            ValidationError: There is none, or it says which file cannot be taken and why.
        """
        if not value:
            raise forms.ValidationError(words("error.none"))
        try:
            check_together([file.size or 0 for file in value])
        except RefusedError as refused:
            raise forms.ValidationError(refusal(refused)) from None
        return tuple(_clean(file) for file in value)


def _clean(file: "UploadedFile[Any]") -> Clean:
    name = file.name or ""
    try:
        return clean(name, file.read())
    except RefusedError as refused:
        named = words("error.of_file", name=name, error=refusal(refused))
        raise forms.ValidationError(named) from None


def refusal(refused: RefusedError) -> str:
    """Why files are not taken, and what to do."""
    return words(f"error.{refused.reason}", **LIMITS)


class FilesForm(forms.Form):
    """Files to add to a case."""

    file = FilesField()

    def __init__(self, request: HttpRequest) -> None:
        sent = request.method == "POST"
        super().__init__(request.POST if sent else None, request.FILES if sent else None)
        self.use_required_attribute = False
        self.too_big = sent and dropped(request)
        field = self.fields["file"]
        field.label, field.help_text = words("field.file"), words("hint.file", **LIMITS)
        field.widget.attrs |= {"accept": ACCEPT}

    def full_clean(self) -> None:
        """As usual; files that were too big together have not arrived, which is another error."""
        super().full_clean()
        if self.too_big:
            self.errors.pop("file", None)
            self.add_error("file", words("error.files_too_big", **LIMITS))


def dropped(request: HttpRequest) -> bool:
    """Whether a request was so big that its files were left out when it was read."""
    size = int(request.META.get("CONTENT_LENGTH") or 0)
    return size > int(settings.FILE_UPLOAD_MAX_MEMORY_SIZE or 0)
