from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from tremplin.base.errors import (
    ArtifactError,
    ConfigurationError,
    InvalidInputError,
    NotFoundError,
    UnknownNameError,
)
from tremplin.repository import ModelVersion, Problem, Ref, Repository
from tremplin.repository.contents import model_files
from tremplin.repository.manifest import FileEntry, Manifest

WHEN = "2026-01-31T12:00:00Z"


def overwrite(path: Path, content: bytes) -> None:
    path.chmod(0o644)
    path.write_bytes(content)


def all_files(root: Path) -> dict[str, bytes]:
    return {str(p.relative_to(root)): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}


class TestPush:
    def test_versions_count_up(self, repository, folder, card):
        assert repository.push(folder, name="jobs", card=card) == "jobs@1"
        assert repository.push(folder, name="jobs", card=card) == "jobs@2"
        assert repository.push(folder, name="mail", card=card) == "mail@1"

    def test_the_layout_is_the_documented_one(self, pushed, root, folder):
        names = set(all_files(root))
        blobs = {n for n in names if n.startswith("blobs/")}
        assert names - blobs == {"models/jobs/versions/1.json"}
        assert len(blobs) == 2
        assert all(len(n) == len("blobs/") + 64 for n in blobs)

    def test_the_same_push_gives_the_same_bytes(self, tmp_path, folder, card):
        roots = [tmp_path / "one", tmp_path / "two"]
        for root in roots:
            Repository.open(root).push(folder, name="jobs", card=card, created=WHEN)
        assert all_files(roots[0]) == all_files(roots[1])

    def test_versions_share_their_files(self, pushed, root, folder, card):
        (folder / "classes.json").write_text("[]")
        pushed.push(folder, name="jobs", card=card)
        assert len(list((root / "blobs").iterdir())) == 3

    def test_a_model_may_save_itself(self, repository, card):
        class Model:
            def save(self, folder: Path) -> None:
                (folder / "a.txt").write_text("saved")

        ref = repository.push(Model(), name="jobs", card=card)
        assert repository.pull(ref).file("a.txt").read_text() == "saved"

    @pytest.mark.parametrize("model", ["a/folder", None, 3, {"a": 1}])
    def test_another_kind_of_model_is_refused(self, repository, card, model):
        with pytest.raises(InvalidInputError, match=r"a folder \(a pathlib.Path\) or an object with save"):
            repository.push(model, name="jobs", card=card)

    def test_a_refused_push_writes_nothing(self, repository, root, folder, card):
        with pytest.raises(InvalidInputError, match="cannot name a model"):
            repository.push(folder, name="Jobs", card=card)
        with pytest.raises(InvalidInputError, match="the card lacks"):
            repository.push(folder, name="jobs", card={})
        with pytest.raises(InvalidInputError, match="time zone"):
            repository.push(folder, name="jobs", card=card, created="2026-01-01")
        (folder / "z.pkl").write_bytes(b"")
        with pytest.raises(InvalidInputError, match="pickle"):
            repository.push(folder, name="jobs", card=card)
        assert not root.exists()

    def test_a_failure_halfway_leaves_no_version(self, pushed, folder, card, monkeypatch):
        (folder / "classes.json").write_text("[]")
        link = os.link

        def fail(source: Path, target: Path) -> None:
            if target.name == "2.json":
                raise OSError(28, "No space left on device")
            link(source, target)

        with monkeypatch.context() as patch:
            patch.setattr(os, "link", fail)
            with pytest.raises(ConfigurationError, match="No space left"):
                pushed.push(folder, name="jobs", card=card)
        assert [line.version for line in pushed.list()] == [1]
        assert pushed.verify() == []
        assert pushed.push(folder, name="jobs", card=card) == "jobs@2"

    def test_a_kill_halfway_leaves_no_version(self, pushed, root, folder):
        script = (
            "import os, sys; from pathlib import Path; from tremplin.repository import Repository\n"
            "link = os.link\n"
            "os.link = lambda a, b: os._exit(9) if b.suffix == '.json' else link(a, b)\n"
            "card = dict(title='t', description='d', data='x', metrics={'a': 1}, license='l')\n"
            "Repository.open(sys.argv[1]).push(Path(sys.argv[2]), name='jobs', card=card)\n"
        )
        done = subprocess.run([sys.executable, "-c", script, str(root), str(folder)], check=False)
        assert done.returncode == 9
        assert [line.version for line in pushed.list()] == [1]
        assert pushed.verify() == []

    def test_racing_pushes_get_a_version_each(self, tmp_path, folder, card):
        barrier, refs = threading.Barrier(8), []

        def push() -> None:
            repository = Repository.open(tmp_path / "models")
            barrier.wait()
            refs.append(repository.push(folder, name="jobs", card=card, created=WHEN))

        threads = [threading.Thread(target=push) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(refs) == [f"jobs@{n}" for n in range(1, 9)]
        assert Repository.open(tmp_path / "models").verify() == []

    def test_a_file_that_changes_meanwhile_is_refused(self, repository, root, folder, card, monkeypatch):
        wrong = FileEntry("0" * 64, 1)
        monkeypatch.setattr("tremplin.repository.repository.measure", lambda path: wrong)
        with pytest.raises(InvalidInputError, match=r"classes.json changed while it was stored"):
            repository.push(folder, name="jobs", card=card)
        assert all_files(root) == {}

    def test_pushing_again_restores_a_damaged_file(self, pushed, folder, card):
        path = pushed.pull("jobs").file("classes.json")
        overwrite(path, b"damaged")
        assert pushed.push(folder, name="jobs", card=card) == "jobs@2"
        assert pushed.verify() == []

    def test_a_folder_that_cannot_be_written_is_named(self, tmp_path, folder, card):
        (tmp_path / "models").mkdir()
        (tmp_path / "models" / "blobs").write_text("in the way")
        with pytest.raises(ConfigurationError, match="cannot write to"):
            Repository.open(tmp_path / "models").push(folder, name="jobs", card=card)


class TestPull:
    def test_what_was_pushed_comes_back(self, pushed, folder, card):
        found = pushed.pull("jobs")
        assert found.ref == "jobs@1"
        assert found.card == card
        assert {n: p.read_bytes() for n, p in found.files.items()} == {
            n: p.read_bytes() for n, p in model_files(folder).items()
        }

    def test_a_pulled_model_can_be_pushed_again(self, pushed, tmp_path, card):
        folder = pushed.pull("jobs").export(tmp_path / "out")
        other = Repository.open(tmp_path / "other")
        other.push(folder, name="jobs", card=card, created=WHEN)
        assert all_files(tmp_path / "other") == all_files(tmp_path / "models")

    def test_the_forms_of_a_reference(self, repository, push):
        for text in "abc":
            push(text)
        assert repository.pull("jobs").ref == "jobs@3"
        assert repository.pull("jobs@2").ref == "jobs@2"
        repository.tag("jobs@1", "production")
        assert repository.pull("jobs").ref == "jobs@1"
        assert repository.pull("jobs@production").ref == "jobs@1"
        repository.untag("jobs", "production")
        assert repository.pull("jobs").ref == "jobs@3"
        assert repository.resolve("jobs") == Ref("jobs", version=3)

    def test_versions_are_ordered_as_numbers(self, repository, push):
        for _ in range(10):
            push("a")
        assert repository.pull("jobs").ref == "jobs@10"

    @pytest.mark.parametrize("ref", ["", "jobs@", "../jobs", "jobs@0"])
    def test_a_malformed_reference_is_refused(self, pushed, ref):
        with pytest.raises(InvalidInputError, match="is not a model reference"):
            pushed.pull(ref)

    def test_an_unknown_name_names_the_nearest(self, pushed):
        with pytest.raises(UnknownNameError, match="unknown model 'job'; did you mean 'jobs'"):
            pushed.pull("job")

    def test_an_unknown_version_lists_those_there_are(self, pushed):
        with pytest.raises(
            NotFoundError, match=r"jobs@9 means version 9 of jobs, which is not in .*; there are: 1"
        ):
            pushed.pull("jobs@9")

    def test_an_unknown_tag_names_the_nearest(self, pushed):
        pushed.tag("jobs@1", "production")
        with pytest.raises(UnknownNameError, match="tag of jobs 'prodution'; did you mean 'production'"):
            pushed.pull("jobs@prodution")

    def test_an_empty_repository_has_no_models(self, repository):
        with pytest.raises(UnknownNameError, match="known: none"):
            repository.pull("jobs")
        assert repository.list() == []

    @pytest.mark.parametrize("name", ["classes.json", "weights/w.bin"])
    def test_a_changed_byte_is_noticed(self, pushed, name):
        path = pushed.pull("jobs").file(name)
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        overwrite(path, bytes(content))
        with pytest.raises(
            ArtifactError, match=f"jobs@1: the file '{name}' has changed.*pull it again.*reinstall"
        ):
            pushed.pull("jobs")

    @pytest.mark.parametrize("extra", [-1, 1])
    def test_a_shorter_or_longer_file_is_noticed(self, pushed, extra):
        path = pushed.pull("jobs").file("classes.json")
        content = path.read_bytes()
        overwrite(path, content[:-1] if extra < 0 else content + b" ")
        expected = f"'classes.json' has {len(content) + extra} bytes instead of {len(content)}"
        with pytest.raises(ArtifactError, match=expected):
            pushed.pull("jobs")

    def test_a_missing_file_is_noticed(self, pushed):
        pushed.pull("jobs").file("classes.json").unlink()
        with pytest.raises(ArtifactError, match=r"'classes.json' is missing \(blobs/.*pull it again"):
            pushed.pull("jobs")

    def test_a_file_that_leads_out_is_refused(self, pushed, tmp_path):
        path = pushed.pull("jobs").file("classes.json")
        (tmp_path / "elsewhere").write_bytes(path.read_bytes())
        path.unlink()
        path.symlink_to(tmp_path / "elsewhere")
        with pytest.raises(ArtifactError, match=r"'classes.json' cannot be read .*symbolic link"):
            pushed.pull("jobs")

    def test_a_file_the_disk_cannot_read_is_named(self, pushed, monkeypatch):
        def broken(path: Path) -> FileEntry:
            raise OSError(5, "Input/output error")

        monkeypatch.setattr("tremplin.repository.artifact.measure", broken)
        with pytest.raises(ArtifactError, match=r"'classes.json' cannot be read .*Input/output error"):
            pushed.pull("jobs")

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            (lambda raw: raw.replace(b"Jobs", b"jobs"), "has changed since it was written"),
            (lambda raw: raw[:100], "is not valid JSON"),
            (lambda raw: b"", "is not valid JSON"),
            (lambda raw: raw.replace(b'"format": 1', b'"format": 2'), "has format version 2"),
        ],
    )
    def test_a_damaged_manifest_is_named(self, pushed, root, change, message):
        path = root / "models/jobs/versions/1.json"
        overwrite(path, change(path.read_bytes()))
        for read in (pushed.pull, pushed.card):
            with pytest.raises(ArtifactError, match=rf"the manifest of jobs@1 \(models/jobs/.*{message}"):
                read("jobs")

    @pytest.mark.parametrize("name", ["../../outside", "/etc/passwd"])
    def test_a_manifest_cannot_name_a_file_outside(self, pushed, root, card, name):
        forged = Manifest("jobs", 2, WHEN, {name: FileEntry("0" * 64, 1)}, card)
        (root / "models/jobs/versions/2.json").write_bytes(forged.dump())
        with pytest.raises(ArtifactError, match="could lie outside"):
            pushed.pull("jobs@2")

    def test_a_manifest_cannot_name_a_blob_outside(self, pushed, root, card):
        forged = Manifest("jobs", 2, WHEN, {"a": FileEntry("../../outside", 1)}, card)
        (root / "models/jobs/versions/2.json").write_bytes(forged.dump())
        with pytest.raises(ArtifactError, match="no valid sha256"):
            pushed.pull("jobs@2")

    def test_a_manifest_that_vanishes_is_named(self, pushed, root, monkeypatch):
        monkeypatch.setattr(Repository, "resolve", lambda self, ref: Ref("jobs", version=7))
        with pytest.raises(ArtifactError, match=r"jobs@7: .* holds no models/jobs/versions/7.json"):
            pushed.pull("jobs@7")


class TestTags:
    def test_tags_move_and_go_back(self, repository, push):
        for text in "abc":
            push(text)
        assert repository.tag("jobs@1", "production") == "jobs@1"
        repository.tag("jobs@2", "production")
        assert repository.tag("jobs", "candidate") == "jobs@2"
        assert repository.tags("jobs") == {"production": 2, "candidate": 2}
        assert repository.rollback("jobs", "production") == "jobs@1"
        assert repository.tags("jobs") == {"production": 1, "candidate": 2}
        assert [(m.action, m.version) for m in repository.history("jobs", "production").moves] == [
            ("tag", 1),
            ("tag", 2),
            ("rollback", 1),
        ]

    def test_a_tag_can_be_taken_off(self, pushed):
        pushed.tag("jobs@1", "production")
        pushed.untag("jobs", "production")
        assert pushed.tags("jobs") == {}
        assert pushed.rollback("jobs", "production") == "jobs@1"

    def test_taking_off_what_is_not_on_is_refused(self, pushed):
        pushed.tag("jobs@1", "production")
        with pytest.raises(UnknownNameError, match="did you mean 'production'"):
            pushed.untag("jobs", "prodution")

    def test_going_back_needs_an_earlier_version(self, pushed):
        with pytest.raises(NotFoundError, match="no earlier version"):
            pushed.rollback("jobs", "production")

    @pytest.mark.parametrize("tag", ["3", "Production", "a/b", ""])
    def test_a_bad_tag_is_refused(self, pushed, tag):
        for call in (lambda: pushed.tag("jobs", tag), lambda: pushed.untag("jobs", tag)):
            with pytest.raises(InvalidInputError, match="cannot be a tag"):
                call()

    def test_tags_of_an_unknown_model_are_refused(self, pushed):
        calls: list[Callable[[], object]] = [
            lambda: pushed.tags("job"),
            lambda: pushed.versions("job"),
            lambda: pushed.tag("job", "production"),
            lambda: pushed.untag("job", "production"),
            lambda: pushed.rollback("job", "production"),
            lambda: pushed.history("job", "production"),
        ]
        for call in calls:
            with pytest.raises(UnknownNameError, match="did you mean 'jobs'"):
                call()

    def test_a_damaged_version_gets_no_tag(self, repository, push):
        push("a")
        push("b")
        repository.tag("jobs@1", "production")
        overwrite(repository.pull("jobs@2").file("a.txt"), b"c")
        with pytest.raises(ArtifactError, match=r"jobs@2: the file 'a.txt'"):
            repository.tag("jobs@2", "production")
        assert repository.tags("jobs") == {"production": 1}

    def test_going_back_to_a_damaged_version_is_refused(self, repository, push):
        push("a")
        push("b")
        overwrite(repository.pull("jobs@1").file("a.txt"), b"a")
        repository.tag("jobs@1", "production")
        repository.tag("jobs@2", "production")
        overwrite(repository.pull("jobs@1").file("a.txt"), b"c")
        with pytest.raises(ArtifactError, match=r"jobs@1: the file 'a.txt'"):
            repository.rollback("jobs", "production")
        assert repository.tags("jobs") == {"production": 2}

    def test_a_damaged_tag_is_never_passed_over(self, pushed, root):
        pushed.tag("jobs@1", "production")
        overwrite(root / "models/jobs/tags/production.json", b"{")
        for call in (
            lambda: pushed.pull("jobs"),
            lambda: pushed.tags("jobs"),
            lambda: pushed.tag("jobs@1", "production"),
        ):
            with pytest.raises(ArtifactError, match=r"the tag jobs@production .* is not valid JSON"):
                call()
        assert pushed.pull("jobs@1").ref == "jobs@1"

    def test_a_tag_on_a_version_that_is_gone_says_so(self, repository, push, root):
        push("a")
        push("b")
        repository.tag("jobs@2", "production")
        (root / "models/jobs/versions/2.json").unlink()
        with pytest.raises(NotFoundError, match="jobs means version 2 of jobs, which is not in"):
            repository.pull("jobs")

    def test_no_move_is_lost_between_writers(self, repository, push, root):
        for text in "abcdefgh":
            push(text)
        barrier = threading.Barrier(8)

        def tag(number: int) -> None:
            mine = Repository.open(root)
            barrier.wait()
            mine.tag(f"jobs@{number}", "production")

        threads = [threading.Thread(target=tag, args=(n,)) for n in range(1, 9)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        moves = repository.history("jobs", "production").moves
        assert sorted(move.version for move in moves) == list(range(1, 9))


class TestList:
    def test_versions_come_with_what_their_card_says(self, pushed, root, push):
        push("b", name="mail")
        pushed.tag("jobs", "production")
        pushed.tag("jobs", "candidate")
        url = str(root.resolve())
        size = sum(path.stat().st_size for path in pushed.pull("jobs").files.values())
        assert pushed.list() == [
            ModelVersion("jobs", 1, WHEN, "Jobs", size, ("candidate", "production"), url),
            ModelVersion("mail", 1, WHEN, "Jobs", 1, (), url),
        ]
        assert [line.ref for line in pushed.versions("mail")] == ["mail@1"]
        assert pushed.names() == ("jobs", "mail")

    def test_a_damaged_version_does_not_hide_the_others(self, repository, push, root):
        push("a")
        push("b")
        overwrite(root / "models/jobs/versions/1.json", b"{")
        lines = repository.list()
        assert [line.version for line in lines] == [1, 2]
        assert "is not valid JSON" in lines[0].problem
        assert lines[1].problem == ""

    def test_other_files_are_passed_over(self, pushed, root):
        for name in (
            "models/README.md",
            "models/jobs/versions/x.json",
            "models/jobs/tags/3.json",
            "models/a/b/1.json",
        ):
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text("x")
        assert [line.ref for line in pushed.list()] == ["jobs@1"]
        assert pushed.tags("jobs") == {}


class TestVerify:
    def test_a_sound_repository_has_no_problem(self, pushed):
        pushed.tag("jobs@1", "production")
        assert pushed.verify() == []
        assert pushed.verify("jobs") == []

    def test_every_problem_is_reported(self, repository, push, root, tmp_path):
        for text in "abcd":
            push(text)
        repository.tag("jobs@4", "production")
        repository.tag("jobs@1", "candidate")
        overwrite(repository.pull("jobs@1").file("a.txt"), b"z")
        overwrite(root / "models/jobs/versions/2.json", b"{")
        path = repository.pull("jobs@3").file("a.txt")
        path.unlink()
        path.symlink_to(tmp_path)
        (root / "models/jobs/versions/4.json").unlink()
        overwrite(root / "models/jobs/tags/candidate.json", b"[]")
        found = repository.verify()
        assert [(p.ref, p.file) for p in found] == [
            ("jobs@1", "a.txt"),
            ("jobs@2", ""),
            ("jobs@3", "a.txt"),
            ("jobs@candidate", ""),
            ("jobs@production", ""),
        ]
        for problem, part in zip(
            found,
            [
                "has changed",
                "not valid JSON",
                "cannot be read",
                "another kind",
                "on version 4, which is missing",
            ],
            strict=True,
        ):
            assert part in problem.message
        assert repository.verify("jobs@1") == [Problem("jobs@1", "a.txt", found[0].message)]

    def test_a_reference_must_exist(self, pushed):
        with pytest.raises(NotFoundError):
            pushed.verify("jobs@2")


class TestReadOnly:
    def test_every_change_is_refused(self, pushed, root, folder, card):
        pushed.tag("jobs@1", "production")
        before = all_files(root)
        closed = Repository.open(root, read_only=True)
        calls: list[Callable[[], object]] = [
            lambda: closed.push(folder, name="jobs", card=card),
            lambda: closed.tag("jobs@1", "candidate"),
            lambda: closed.untag("jobs", "production"),
            lambda: closed.rollback("jobs", "production"),
        ]
        for call in calls:
            with pytest.raises(ConfigurationError, match="is opened read-only; use a repository of your own"):
                call()
        assert all_files(root) == before
        assert closed.pull("jobs").ref == "jobs@1"

    def test_it_must_exist(self, tmp_path):
        with pytest.raises(ConfigurationError, match="no model repository"):
            Repository.open(tmp_path / "nothing", read_only=True)


def test_it_loads_no_heavy_package():
    script = (
        "import sys, tremplin.repository\n"
        "heavy = {'numpy', 'sqlalchemy', 'fastapi', 'sklearn', 'pyarrow'} & set(sys.modules)\n"
        "sys.exit(str(heavy) if heavy else 0)"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
