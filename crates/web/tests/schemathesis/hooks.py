"""Lends Schemathesis ids that are there: without them nearly every question is about a household that nobody has.

A value is exchanged only where the one that was drawn fits its form, so that what is meant to be refused stays as it is.
Accounts and tokens are always exchanged for ones that nobody needs, or a run would take away its own rights.
"""

import atexit
import json
import os
import random
import re
from collections import Counter

import schemathesis
from requests.adapters import HTTPAdapter

KNOWN = json.load(open(os.environ["DOUDI_KNOWN"], encoding="utf-8"))
CHANCE = random.Random(1)
STATUSES = Counter()
PLACE = re.compile(r"(1[1-9]|[2-8][0-9]|9[01])([0-9]{2}|[0-9]{4}|[0-9]{7}|[0-9]{10})?")


def number(value):
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value < 2**53


def lent(kind, value, always=False):
    if KNOWN[kind] and (always or CHANCE.random() < 0.8):
        return CHANCE.choice(KNOWN[kind])
    return value


@schemathesis.hook
def map_path_parameters(context, path_parameters):
    path, value = context.operation.path, (path_parameters or {}).get("id")
    if number(value):
        kind = path.split("/")[1]
        path_parameters["id"] = lent(kind, value, always=kind in ("users", "tokens"))
    place = (path_parameters or {}).get("division")
    if isinstance(place, str) and PLACE.fullmatch(place):
        path_parameters["division"] = lent("divisions", place)
    return path_parameters


def within(body):
    for name, value in body.items():
        if name == "household" and number(value):
            body[name] = lent("households", value)
        elif name == "person" and number(value):
            body[name] = lent("persons", value)
        elif name == "account" and number(value):
            body[name] = lent("users", value, always=True)
        elif name == "visitors" and isinstance(value, list):
            body[name] = [lent("users", it) if number(it) else it for it in value]
        elif name == "version" and isinstance(value, int) and 0 <= value < 2**32:
            body[name] = CHANCE.choice([1, 1, 2, 3, value])
        elif name in ("programme", "procedure", "step", "role") and isinstance(value, str):
            fits = re.fullmatch(r"[a-z0-9_]{1,64}", value) or name == "role"
            body[name] = lent(name, value) if fits and value.isprintable() else value
        elif name == "programmes" and isinstance(value, list):
            fits = all(isinstance(it, str) and re.fullmatch(r"[a-z0-9_]{1,64}", it) for it in value)
            body[name] = [lent("programme", it) for it in value] if fits else value
        elif name in ("area", "within") and isinstance(value, str) and PLACE.fullmatch(value):
            body[name] = lent("divisions", value)
        elif isinstance(value, dict):
            within(value)


@schemathesis.hook
def map_body(context, body):
    if isinstance(body, dict):
        within(body)
    return body


SEND = HTTPAdapter.send


def from_another_network(self, request, **more):
    # Whoever shows wrong tokens waits by network, and a run shows hundreds: each question comes from another one. On the
    # wire, so that Schemathesis's own probes for missing and invalid tokens are asked so too.
    request.headers["X-Forwarded-For"] = f"198.18.{CHANCE.randrange(256)}.{CHANCE.randrange(256)}"
    return SEND(self, request, **more)


HTTPAdapter.send = from_another_network


@schemathesis.hook
def after_call(context, case, response):
    STATUSES[str(response.status_code)] += 1


@atexit.register
def kept():
    with open(os.environ["DOUDI_COUNTED"], "w", encoding="utf-8") as out:
        json.dump(STATUSES, out)
