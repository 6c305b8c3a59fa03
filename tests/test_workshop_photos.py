"""Photos: made small, nothing but the picture kept, taken back like words."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import ExifTags, Image

from crpkit.errors import InputProblems
from crpkit.workshop import Refused, Workshop, fold
from crpkit.workshop.pictures import LARGEST_FILE, as_words, from_words, small_picture
from tests.workshop_helpers import Desk, joined

FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP")


def drawn(form: str = "JPEG", size: tuple[int, int] = (2600, 1800), **options: object) -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", size, "#204060").save(kept, form, **options)
    return kept.getvalue()


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    found = Workshop.create(Desk(tmp_path / "log.db"), "Photos")
    found.open_activity("notes", "What helps?", activity="notes")
    return found


@pytest.mark.parametrize("form", FORMATS)
def test_any_usual_format_becomes_a_small_jpeg(form: str) -> None:
    small = small_picture(drawn(form))
    with Image.open(io.BytesIO(small.jpeg)) as picture:
        assert picture.format == "JPEG"
        assert picture.size == (small.width, small.height) == (1600, 1108)
        red, green, blue = picture.getpixel((800, 500))  # type: ignore[misc]
        assert abs(red - 0x20) + abs(green - 0x40) + abs(blue - 0x60) < 12


def test_a_small_picture_is_not_made_larger() -> None:
    small = small_picture(drawn(size=(300, 200)))
    assert (small.width, small.height) == (300, 200)


def test_what_the_camera_wrote_is_gone_and_the_picture_stands_upright() -> None:
    image = Image.new("RGB", (400, 200), "white")
    exif = image.getexif()
    exif[ExifTags.Base.Orientation] = 6  # the phone was held upright
    exif[ExifTags.Base.Make] = "Secretphone"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitudeRef] = "N"
    kept = io.BytesIO()
    image.save(kept, "JPEG", exif=exif, comment=b"a name")
    small = small_picture(kept.getvalue())
    assert (small.width, small.height) == (200, 400)
    for secret in (b"Secretphone", b"a name", b"Exif", b"GPS"):
        assert secret in kept.getvalue() or secret == b"GPS"
        assert secret not in small.jpeg


def test_what_is_see_through_becomes_white() -> None:
    kept = io.BytesIO()
    Image.new("RGBA", (50, 50), (255, 0, 0, 0)).save(kept, "PNG")
    with Image.open(io.BytesIO(small_picture(kept.getvalue()).jpeg)) as picture:
        assert min(picture.getpixel((25, 25))) > 250  # type: ignore[type-var, arg-type]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "not a picture"),
        (b"not a picture", "not a picture"),
        (drawn()[:300], "not a picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not a picture"),
        (b"%PDF-1.7", "not a picture"),
        (b"\0" * (LARGEST_FILE + 1), "MB"),
        (drawn("PNG", (20_000, 20_000)), "too many pixels"),
    ],
)
def test_what_cannot_be_used_is_refused_in_words(data: bytes, words: str) -> None:
    with pytest.raises(Refused, match=words):
        small_picture(data)


def test_words_and_back() -> None:
    jpeg = small_picture(drawn()).jpeg
    words: dict[str, str | None] = dict(as_words(jpeg))
    assert from_words(words) == jpeg
    assert from_words({**words, "image-000": None}) is None
    assert from_words({}) is None


def test_a_photo_is_attached_hidden_and_taken_back(workshop: Workshop) -> None:
    (phone,) = joined(workshop, 1)
    mine = workshop.add_photo(drawn(), "notes", " The  wall ", phone.id, event_id="photo-1")
    again = workshop.add_photo(drawn(), "notes", "The wall", phone.id, event_id="photo-1")
    assert mine == again and mine.caption == "The wall" and len(workshop.state.photos) == 1
    assert workshop.picture(mine.id) == small_picture(drawn()).jpeg
    workshop.hide_photo(mine.id)
    assert workshop.state.photos[mine.id].hidden
    workshop.hide_photo(mine.id, False)
    with pytest.raises(InputProblems):
        workshop.take_back_photo(mine.id, "p-somebody-else")
    workshop.take_back_photo(mine.id, phone.id)
    assert workshop.picture(mine.id) is None and workshop.state.photos[mine.id].gone
    assert workshop.state.photos[mine.id].caption is None
    assert fold(workshop.code, workshop._log.events(workshop.stream)) == workshop.state


def test_who_takes_everything_back_takes_photos_back(workshop: Workshop) -> None:
    (phone,) = joined(workshop, 1)
    mine = workshop.add_photo(drawn(), "notes", "A wall", phone.id)
    workshop.erase(phone.receipt)
    assert workshop.picture(mine.id) is None
    with pytest.raises(Refused, match="took everything back"):
        workshop.add_photo(drawn(), "notes", "A wall", phone.id)


def test_what_is_wrong_with_a_photo_is_said(workshop: Workshop) -> None:
    with pytest.raises(Refused, match="no activity"):
        workshop.add_photo(drawn(), "nowhere")
    with pytest.raises(Refused, match="301 characters"):
        workshop.add_photo(drawn(), "notes", "x" * 301)
    assert not workshop.state.photos


def test_the_table_of_events_leaves_pictures_out(workshop: Workshop) -> None:
    workshop.add_photo(drawn(), "notes", "The wall")
    words = workshop.events().query("kind == 'photo/added'")["words"].iloc[0]
    assert "The wall" in words and "image-" not in words


def test_the_private_export_has_the_photos_that_are_there(workshop: Workshop, tmp_path: Path) -> None:
    one = workshop.add_photo(drawn(), "notes", "The wall")
    workshop.add_photo(drawn(size=(300, 200)), "notes", "The door")
    workshop.take_back_photo(one.id, "facilitator")
    (file,) = [path for path in workshop.export(tmp_path / "out") if path.suffix == ".jpg"]
    assert file.name == f"{workshop.code}-photo-01-private.jpg"
    with Image.open(file) as picture:
        assert picture.size == (300, 200)
