"""`mvpod sign` and `mvpod replay --verify`: who vouches for a saved result, and that it is as it was when signed."""

from __future__ import annotations

import json
import stat
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from features.program import mvpod

TINY = Path(__file__).with_name("tiny")
HOME = ("--home", TINY, "--lang", "en")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a saved result, keys, and the result's signature."""
    saved = mvpod("recommend", TINY / "case.yaml", "--home", TINY, "--format", "json", folder=tmp_path).out
    (tmp_path / "r.json").write_text(saved, encoding="utf-8")
    assert mvpod("sign", "--new-key", "firm", folder=tmp_path).code == 0
    assert mvpod("sign", "r.json", "--key", "firm.key", folder=tmp_path).code == 0
    return tmp_path


def test_a_signed_result_is_verified_and_replayed(folder: Path) -> None:
    """Laid out otherwise it is the same result: tools that sign bytes refuse a file that an editor saved again."""
    printed = mvpod("replay", "r.json", "--verify", "firm.pub", *HOME, folder=folder)
    assert (printed.code, "is by the owner of firm.pub" in printed.err) == (0, True)
    assert "Advised again" in printed.out
    again = json.dumps(json.loads((folder / "r.json").read_text(encoding="utf-8")), sort_keys=True)
    (folder / "r.json").write_text(again, encoding="utf-8")
    assert mvpod("replay", "r.json", "--verify", "firm.pub", *HOME, folder=folder).code == 0


@pytest.mark.parametrize("change", ["result", "signature", "no Base64", "empty", "another key"])
def test_what_is_not_signed_is_not_replayed(change: str, folder: Path) -> None:
    """Tools that print "unverified" and go on with exit 0 vouch for a forgery in every script that calls them."""
    signature, result = folder / "r.json.sig", folder / "r.json"
    match change:
        case "result":
            result.write_text(result.read_text(encoding="utf-8").replace('"net": 8', '"net": 9', 1), encoding="utf-8")
        case "signature":
            text = signature.read_text(encoding="ascii")
            signature.write_text(text[:10] + ("A" if text[10] != "A" else "B") + text[11:], encoding="ascii")
        case "no Base64":
            signature.write_text("signed, the firm\n", encoding="ascii")
        case "empty":
            signature.write_bytes(b"")
        case _:
            assert mvpod("sign", "--new-key", "other", folder=folder).code == 0
    key = "other.pub" if change == "another key" else "firm.pub"
    printed = mvpod("replay", "r.json", "--verify", key, *HOME, folder=folder)
    assert (printed.code, printed.out) == (1, "")
    assert "The signature does not fit" in printed.err


def test_keys_are_kept_private_and_never_written_over(folder: Path) -> None:
    """Tools that write keys for everybody to read, or anew over a key in use, lose what they were made for."""
    key = folder / "firm.key"
    if sys.platform != "win32":
        assert stat.S_IMODE(key.stat().st_mode) == 0o600
    before = key.read_bytes()
    printed = mvpod("sign", "--new-key", "firm", "--lang", "en", folder=folder)
    assert (printed.code, "is there already" in printed.err) == (2, True)
    assert key.read_bytes() == before
    (folder / "firm.pub").unlink()
    assert mvpod("sign", "--new-key", "firm", folder=folder).code == 2
    assert not (folder / "firm.pub").exists()


def test_a_file_that_is_no_signature_is_not_written_over(folder: Path) -> None:
    """A signature is written anew over a signature, and over nothing else."""
    assert mvpod("sign", "r.json", "--key", "firm.key", folder=folder).code == 0
    (folder / "r.json.sig").write_text("my notes\n", encoding="utf-8")
    assert mvpod("sign", "r.json", "--key", "firm.key", folder=folder).code == 2
    assert (folder / "r.json.sig").read_text(encoding="utf-8") == "my notes\n"


def test_what_is_no_key_is_told(folder: Path) -> None:
    """The other key of the pair, a key of another kind, anything else, nothing at all."""
    other = generate_private_key(SECP256R1())
    (folder / "ec.key").write_bytes(other.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    (folder / "ec.pub").write_bytes(other.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    (folder / "junk").write_bytes(bytes(range(256)) * 50)
    for key in ("firm.pub", "ec.key", "junk", "r.json"):
        printed = mvpod("sign", "r.json", "--key", key, "--lang", "en", folder=folder)
        assert (printed.code, f"{key} holds no Ed25519 key" in printed.err) == (2, True), key
    for key in ("firm.key", "ec.pub", "junk"):
        printed = mvpod("replay", "r.json", "--verify", key, *HOME, folder=folder)
        assert (printed.code, f"{key} holds no Ed25519 key" in printed.err) == (2, True), key
    assert "cannot read nowhere" in mvpod("sign", "r.json", "--key", "nowhere", "--lang", "en", folder=folder).err
    (folder / "r.json.sig").unlink()
    assert "cannot read r.json.sig" in mvpod("replay", "r.json", "--verify", "firm.pub", *HOME, folder=folder).err


def test_only_saved_results_are_signed(folder: Path) -> None:
    """A signature below a case would look as if the firm vouched for the client's answers."""
    (folder / "case.yaml").write_text("answers: {}\n", encoding="utf-8")
    assert mvpod("sign", "case.yaml", "--key", "firm.key", folder=folder).code == 2
    assert mvpod("sign", folder=folder).code == 2
    assert not (folder / "case.yaml.sig").exists()


def test_without_the_library_it_says_what_to_install(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The extra is for firms that want it; everything else works without."""
    from mvpod_expert.commands.error_handler import run  # noqa: PLC0415 - imported as the program is

    monkeypatch.chdir(folder)
    monkeypatch.setitem(sys.modules, "mvpod_expert.replay.signatures", None)
    monkeypatch.delattr("mvpod_expert.replay.signatures", raising=False)
    monkeypatch.setattr("sys.argv", ["mvpod", "replay", "r.json", "--verify", "firm.pub", "--lang", "en"])
    assert run() == 2
    assert "pip install cryptography" in capsys.readouterr().err
