"""Reasons as markup: each folds open to what it follows from, down to the article."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from manumit.core import Because, Citation
from manumit.errors import InputError
from manumit.reference import article_of, statement, word
from manumit.web.look.context import language_of

register = template.Library()


@register.simple_tag
def because(node: Because) -> SafeString:
    """What a reason follows from: `{% because tree %}`."""
    return _body(node, language_of())


@register.simple_tag
def chip(answer: str) -> SafeString:
    """An answer as a shape and a word."""
    return format_html(
        '<span class="answer {}">{}</span>', answer, word(f"answer.{answer}", language_of())
    )


def _body(node: Because, language: str) -> SafeString:
    parts = [_cites(node.cites)]
    if node.rule == "facts" and isinstance(node.value, str):
        parts.append(_facts(node.value, language))
    if node.because:
        inner = format_html_join("", "<li>{}</li>", ((_node(n, language),) for n in node.because))
        parts.append(format_html('<ul class="reasons">{}</ul>', inner))
    return SafeString("".join(parts))


def _node(node: Because, language: str) -> SafeString:
    sentence = _sentence(node)
    if node.because or node.cites or node.rule == "facts":
        return format_html(
            "<details><summary>{}</summary>{}</details>", sentence, _body(node, language)
        )
    return format_html('<p class="leaf">{}</p>', sentence)


def _sentence(node: Because) -> SafeString:
    given = SafeString("")
    if node.answer is not None:
        given = chip(node.answer.value)
    value = SafeString("")
    if node.value is not None and node.rule != "facts":
        value = format_html(" <b>(<bdi>{}</bdi>)</b>", node.value)
    return format_html('{} <span class="says">{}</span>{}', given, node.says, value)


def _facts(codes: str, language: str) -> SafeString:
    rows = ((statement(code, language),) for code in codes.split(", "))
    return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", rows))


def _cites(cites: tuple[Citation, ...]) -> SafeString:
    return format_html_join("", "{}", ((_cite(each),) for each in cites))


def _cite(each: Citation) -> SafeString:
    try:
        says = article_of(each.id)[1].says
    except InputError:
        says = ""
    source = SafeString("")
    if each.href:
        source = format_html(
            ' <a href="{}" rel="noreferrer noopener">{}</a>', each.href, each.title
        )
    return format_html(
        '<details class="cite"><summary><bdi>{}</bdi></summary>'
        '<p><bdi lang="en" dir="ltr">{}</bdi>{}</p></details>',
        each.title,
        says,
        source,
    )
