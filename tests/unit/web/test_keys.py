from __future__ import annotations

from tremplin.base.settings import Settings
from tremplin.web.keys import Signer


def test_a_signature_is_worth_something_for_its_purpose_and_text_only() -> None:
    signer = Signer(b"secret")
    signature = signer.sign("csrf", "a")
    assert signer.verify("csrf", "a", signature)
    assert not signer.verify("session", "a", signature)
    assert not signer.verify("csrf", "b", signature)
    assert not Signer(b"other").verify("csrf", "a", signature)


def test_a_signature_of_odd_characters_is_wrong_not_a_fault() -> None:
    assert not Signer(b"secret").verify("csrf", "a", "é\ud800")


def test_the_secret_comes_from_the_settings_or_is_new_at_each_start() -> None:
    assert Signer.read(Settings(secret="s")) == Signer.read(Settings(secret="s"))
    assert Signer.read(Settings()) != Signer.read(Settings())


def test_the_secret_is_not_shown() -> None:
    assert "secret" not in repr(Signer(b"secret"))
