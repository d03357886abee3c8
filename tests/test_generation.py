"""Opening a generation: any altered bit is noticed, and a sound earlier one is served instead."""

import json
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from builds import HashEncoder, fill, put, settings_in

from archive import generation, manifest
from archive.errors import GenerationError, NoGenerationError, NotFoundError
from archive.settings import Settings
from indexer.build import build

SEED = 20_251_124


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Two generations: the second has a kept segment with dead rows and a new one."""
    settings = settings_in(tmp_path_factory.mktemp("built"))
    fill(settings.corpus, 4)
    build(settings, encoder=HashEncoder())
    put(settings.corpus, "doc-001", ["another text"])
    build(settings, encoder=HashEncoder())
    return settings


@pytest.fixture
def var(built: Settings, tmp_path: Path) -> Iterator[Path]:
    """A copy of both generations that a test may damage."""
    copy = tmp_path / "var"
    shutil.copytree(built.var, copy)
    return copy


def served_folder(var: Path) -> Path:
    served = generation.current_id(var)
    assert served is not None
    return var / generation.FOLDER / served


def flip(path: Path, *, bit: int) -> None:
    """Flip one bit of the file in place."""
    content = bytearray(path.read_bytes())
    content[bit // 8] ^= 1 << bit % 8
    path.write_bytes(content)


def test_a_flipped_bit_is_found_in_every_file_and_at_200_places(var: Path) -> None:
    """Whatever bit of whatever file is altered, that file and no other is named."""
    folder = served_folder(var)
    made = manifest.read(folder)
    chosen = random.Random(SEED)
    files = [file.path for file in made.files if file.size_bytes]
    places = files + chosen.choices(files, k=200)
    assert not generation.damage(folder, made)
    for name in places:
        bit = chosen.randrange(8 * (folder / name).stat().st_size)
        flip(folder / name, bit=bit)
        assert generation.damage(folder, made) == (f"{name}: altered",), (name, bit)
        flip(folder / name, bit=bit)


def test_a_flipped_bit_is_found_anywhere_in_the_manifest(var: Path) -> None:
    """The manifest is under a seal and in one form only, its spaces included."""
    path = served_folder(var) / manifest.NAME
    chosen = random.Random(SEED)
    for bit in chosen.sample(range(8 * path.stat().st_size), k=200):
        flip(path, bit=bit)
        with pytest.raises(GenerationError):
            manifest.read(path.parent)
        flip(path, bit=bit)


@pytest.mark.parametrize("change", ["unlink", "cut", "grow"])
def test_missing_cut_and_grown_files_are_found(var: Path, change: str) -> None:
    """A file that is gone or of another length is named."""
    folder = served_folder(var)
    made = manifest.read(folder)
    path = folder / made.files[-1].path
    if change == "unlink":
        path.unlink()
    else:
        content = path.read_bytes()
        path.write_bytes(content[:-1] if change == "cut" else content + b"x")
    word = "missing" if change == "unlink" else "altered"
    assert generation.damage(folder, made) == (f"{made.files[-1].path}: {word}",)


def test_foreign_files_and_links_are_found(var: Path, tmp_path: Path) -> None:
    """A generation holds what its manifest lists; a link to a file is not that file."""
    folder = served_folder(var)
    made = manifest.read(folder)
    name = made.files[0].path
    (folder / name).rename(tmp_path / "moved")
    (folder / name).symlink_to(tmp_path / "moved")
    (folder / "extra").write_text("x")
    expected = {"extra: not in the manifest", f"{name}: missing"}
    assert generation.damage(folder, made) == tuple(sorted(expected))


def test_a_damaged_generation_is_refused_with_its_name_and_the_next_step(var: Path) -> None:
    """The message says which generation, which file, and what to do."""
    folder = served_folder(var)
    name = manifest.read(folder).files[0].path
    flip(folder / name, bit=0)
    with pytest.raises(GenerationError, match=rf"{folder.name}.*{name}.*archive build"):
        generation.open_generation(var)


def test_another_format_is_refused_by_its_number(var: Path) -> None:
    """A manifest of a later program says so, even under a good seal."""
    folder = served_folder(var)
    made = manifest.read(folder)
    foreign = manifest.FORMAT + 1
    body = json.loads(manifest.dump(made))
    body["manifest"]["format_version"] = foreign
    (folder / manifest.NAME).write_text(json.dumps(body))
    with pytest.raises(GenerationError, match=f"format {foreign}.*archive build"):
        generation.open_generation(var)


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b"null", b"\xff", b'{"manifest": 1}'])
def test_a_file_that_is_no_manifest_is_refused(var: Path, content: bytes) -> None:
    """Any other content is one clear error, never another exception."""
    folder = served_folder(var)
    (folder / manifest.NAME).write_bytes(content)
    with pytest.raises(GenerationError, match="archive build"):
        manifest.read(folder)


def test_a_generation_in_another_ones_folder_is_refused(var: Path) -> None:
    """A copied folder does not pass for the generation whose name it has."""
    folder = served_folder(var)
    other = folder.with_name("g" + "0" * manifest.ID_DIGITS)
    folder.rename(other)
    with pytest.raises(GenerationError, match=folder.name):
        generation.open_generation(var, other.name)


def test_the_earlier_sound_generation_is_served_with_a_note(var: Path) -> None:
    """Readers get the newest one that verifies, and can say why it is not the published one."""
    served = served_folder(var)
    assert generation.open_served(var).note == ""
    new_segment = manifest.read(served).segments[-1].segment_id
    (served / "segments" / new_segment / "rows.jsonl").write_bytes(b"")
    fallback = generation.open_served(var)
    assert fallback.generation_id != served.name
    assert served.name in fallback.note
    assert fallback.generation_id in fallback.note


@pytest.mark.parametrize("content", [b"", b"../../etc", b"g00", b"\xff\xfe", b"g" + b"0" * 12])
def test_a_damaged_pointer_serves_the_newest_sound_generation(var: Path, content: bytes) -> None:
    """What the pointer file holds is never followed out of the folder of generations."""
    newest = served_folder(var).name
    (var / generation.POINTER).write_bytes(content)
    fallback = generation.open_served(var)
    assert fallback.generation_id == newest
    assert fallback.note


def test_no_sound_generation_is_an_error_that_names_the_reason(var: Path) -> None:
    """If nothing verifies, nothing is served."""
    for made in generation.listing(var):
        (made.folder / made.manifest.files[0].path).unlink()
    with pytest.raises(GenerationError, match="No earlier index is sound"):
        generation.open_served(var)


def test_nothing_published_is_an_error_of_its_own(tmp_path: Path) -> None:
    """A fresh install is told to build."""
    for opened in (generation.open_served, generation.open_generation):
        with pytest.raises(NoGenerationError, match="archive build"):
            opened(tmp_path)
    assert generation.current_id(tmp_path) is None
    assert generation.listing(tmp_path) == ()


def test_an_unknown_id_is_not_found(var: Path) -> None:
    """The message names the id and the command that lists the ones there are."""
    for unknown in ("g" + "0" * 12, "../../etc", "x"):
        with pytest.raises(NotFoundError, match="archive generations"):
            generation.open_generation(var, unknown)


def test_the_listing_is_newest_first(var: Path) -> None:
    """The order is by the instant of building."""
    found = generation.listing(var)
    assert found[0].generation_id == served_folder(var).name
    assert len(found) == 2
    assert found[0].manifest.built_at > found[1].manifest.built_at


def test_the_live_mask_fits_the_manifest(var: Path) -> None:
    """The counts that the manifest shows are those of the masks that searches use."""
    served = generation.open_served(var)
    counts = [(len(served.live(name)), int(served.live(name).sum())) for name in served.segment_ids]
    assert counts == [(one.rows, one.live_rows) for one in served.manifest.segments]
    assert sum(live for _, live in counts) == served.manifest.passages
    assert served.encoder == HashEncoder.identity.as_dict()


def test_a_file_that_was_read_before_has_to_be_there_alone(var: Path) -> None:
    """A build reads a kept segment once; under its new name it is only looked for."""
    folder = served_folder(var)
    made = manifest.read(folder)
    path = folder / made.files[-1].path
    verified = frozenset({made.files[-1].path})
    path.write_bytes(b"altered")
    assert generation.damage(folder, made, verified=verified) == ()
    path.unlink()
    assert generation.damage(folder, made, verified=verified) == (
        f"{made.files[-1].path}: missing",
    )
