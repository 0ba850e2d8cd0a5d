from __future__ import annotations

import json

import pytest

from tremplin.base.errors import ERROR_CODES, NotFoundError, TremplinError
from tremplin.web.pages.reference import ERRORS_FR
from tremplin.web.problems import STATUS, Refusal, problem, status_of


def test_every_published_code_has_a_status_and_a_french_sentence() -> None:
    assert set(STATUS) == set(ERROR_CODES) == set(ERRORS_FR)


@pytest.mark.parametrize("code", ERROR_CODES)
def test_a_problem_has_the_members_of_rfc_9457(code: str) -> None:
    answer = problem(code, "what to do")
    body = json.loads(answer.body)
    assert answer.media_type == "application/problem+json"
    assert body["status"] == answer.status_code == STATUS[code]
    assert body["type"] == f"/api#{code}"
    assert body["title"] == ERROR_CODES[code]
    assert body["code"] == code


def test_the_faults_of_the_server_stay_in_its_log() -> None:
    for code in ("internal", "artifact_invalid", "configuration"):
        assert b"/srv/models" not in problem(code, "cannot read /srv/models").body
    assert b"pip install" in problem("missing_extra", "pip install 'tremplin[scan]'").body


def test_a_code_that_is_not_published_is_an_internal_fault() -> None:
    answer = problem("strange", "secret")
    assert answer.status_code == 500
    assert json.loads(answer.body)["code"] == "internal"
    assert b"secret" not in answer.body


def test_a_long_detail_is_cut() -> None:
    assert len(json.loads(problem("invalid_input", "x" * 5_000).body)["detail"]) == 1_001


def test_the_status_of_an_error() -> None:
    assert status_of(NotFoundError("no")) == 404
    assert status_of(Refusal("forbidden", "no", status=421)) == 421
    assert status_of(TremplinError("no")) == 500
