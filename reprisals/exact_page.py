"""The page of an incident in the admin, to the byte as the public would get it."""

from copy import copy
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, resolve, reverse


def exact_page(request: HttpRequest, reference: str, words: dict[str, Any]) -> HttpResponse:
    """What a visitor would see at its public address; words: of its page."""
    return render(_of_a_visitor(request, reference), "reprisals/incident_page.html", words)


def _of_a_visitor(request: HttpRequest, reference: str) -> HttpRequest:
    """The request, at the public address; as it is where this process shows no public pages."""
    try:
        address = reverse("reprisals:incident", args=[reference])
    except NoReverseMatch:
        return request
    asked = copy(request)
    asked.path = asked.path_info = address
    asked.META = {**request.META, "QUERY_STRING": ""}
    asked.resolver_match = resolve(address)
    return asked
