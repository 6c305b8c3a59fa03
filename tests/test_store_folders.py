from pathlib import Path

import pytest

from crpkit.store import folder_warning, folders

LOCAL = "/dev/sda1 / ext4 rw 0 0\nproc /proc proc rw 0 0\n"


@pytest.fixture(autouse=True)
def local_disk(tmp_path, monkeypatch):
    for name in ("OneDrive", "OneDriveCommercial", "OneDriveConsumer"):
        monkeypatch.delenv(name, raising=False)
    mounts = tmp_path / "mounts"
    mounts.write_text(LOCAL, "utf-8")
    monkeypatch.setattr(folders, "_MOUNTS", mounts)
    return mounts


@pytest.mark.parametrize(
    ("place", "service"),
    [
        ("C:\\Users\\Sam\\OneDrive\\workshop", "OneDrive"),
        ("C:\\Users\\Sam\\OneDrive - University of Somewhere\\x\\crpkit.sqlite", "OneDrive"),
        ("/Users/sam/Library/CloudStorage/OneDrive-Personal/x", "OneDrive"),
        ("/Users/sam/Library/CloudStorage/Box-Box/x", "a cloud service"),
        ("/home/sam/Dropbox/x", "Dropbox"),
        ("/home/sam/Dropbox (Team)/x", "Dropbox"),
        ("/Users/sam/Library/Mobile Documents/com~apple~CloudDocs/x", "iCloud"),
        ("C:\\Users\\Sam\\iCloudDrive\\x", "iCloud"),
        ("/Users/sam/Google Drive/My Drive/x", "Google Drive"),
        ("/Users/sam/Library/CloudStorage/GoogleDrive-sam@example.org/My Drive/x", "Google Drive"),
        ("/home/sam/Nextcloud/x", "Nextcloud"),
    ],
)
def test_folders_that_sync(place, service):
    problem = folder_warning(Path(place))
    assert problem is not None
    assert f"lies in {service}" in problem.found
    assert "only on this computer" in problem.remedy
    assert problem.file == Path(place)


@pytest.mark.parametrize(
    "place",
    [
        "/home/sam/workshop",
        "C:\\Users\\Sam\\Documents\\workshop",
        "/home/sam/onedriver/x",
        "/home/sam/dropboxes/x",
        "/home/sam/My google driven plan/x",
        "\\\\?\\C:\\Users\\Sam\\workshop",
    ],
)
def test_ordinary_folders(place):
    assert folder_warning(Path(place)) is None


def test_the_folder_windows_names_as_onedrive(tmp_path, monkeypatch):
    monkeypatch.setenv("OneDriveCommercial", str(tmp_path / "Cloud"))
    assert "OneDrive" in folder_warning(tmp_path / "Cloud" / "workshop").found
    assert folder_warning(tmp_path / "Clouds" / "workshop") is None


@pytest.mark.parametrize("place", ["\\\\server\\share\\workshop", "\\\\?\\UNC\\server\\share\\workshop"])
def test_windows_shares(place):
    assert "network drive" in folder_warning(Path(place)).found


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "fuse.sshfs"])
def test_mounted_network_drives(tmp_path, local_disk, kind):
    share = tmp_path / "team share"
    (share / "workshop").mkdir(parents=True)
    mounted = str(share).replace(" ", "\\040")
    local_disk.write_text(LOCAL + f"server:/x {mounted} {kind} rw 0 0\n", "utf-8")
    assert "network drive" in folder_warning(share / "workshop").found
    assert folder_warning(tmp_path) is None


def test_a_local_disk_mounted_inside_a_network_drive(tmp_path, local_disk):
    (tmp_path / "disk").mkdir()
    local_disk.write_text(f"server:/x {tmp_path} nfs rw 0 0\n/dev/sdb {tmp_path}/disk ext4 rw 0 0\n", "utf-8")
    assert folder_warning(tmp_path / "disk" / "workshop") is None
    assert folder_warning(tmp_path / "else") is not None


def test_a_link_into_a_synced_folder(tmp_path):
    (tmp_path / "Dropbox" / "x").mkdir(parents=True)
    link = tmp_path / "workshop"
    try:
        link.symlink_to(tmp_path / "Dropbox" / "x", target_is_directory=True)
    except OSError:
        pytest.skip("this account may not make links")
    assert "Dropbox" in folder_warning(link).found
