"""A small Linux machine as a tree of files, for tests that must not depend on the PC that they run on."""

from __future__ import annotations

from pathlib import Path

ELF = b"\x7fELF\x02\x01\x01" + bytes(9)
LARGE = bytes(16 * 1024)

DPKG = """Package: x11vnc
Status: install ok installed
Priority: optional
Version: 0.9.16-8

Package: gone-tool
Status: deinstall ok config-files
Priority: optional

Package: libc6
Status: install ok installed
Architecture: amd64
"""


def put(root: Path, path: str, content: bytes | str = b"") -> Path:
    place = root / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content.encode() if isinstance(content, str) else content)
    return place


def process(root: Path, number: int, exe: str, command: str, name: str) -> None:
    folder = root / "proc" / str(number)
    folder.mkdir(parents=True)
    (folder / "cmdline").write_bytes(command.encode().replace(b" ", b"\0"))
    (folder / "comm").write_text(name + "\n")
    if exe:
        (folder / "exe").symlink_to(exe)


def linux_tree(root: Path) -> Path:
    """Build the machine under `root` and return it."""
    put(root, "etc/os-release", 'NAME="Debian"\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n')
    put(root, "etc/passwd", "root:x:0:0::/root:/bin/sh\nmary:x:1000:1000::/home/mary:/bin/sh\nd:x:1:1::/usr:/bin/no\n")
    put(root, "root/.bashrc")
    put(root, "var/lib/dpkg/status", DPKG)
    put(root, "var/lib/dpkg/info/x11vnc.list", "/.\n")
    put(root, "var/lib/dpkg/info/libc6:amd64.list", "/.\n")
    put(
        root,
        "usr/lib/systemd/system/xrdp.service",
        "[Unit]\nDescription=xrdp daemon\n[Service]\nExecStart=/usr/sbin/xrdp\n",
    )
    put(root, "usr/lib/systemd/system/idle.service", "[Service]\nExecStart=/bin/true\n")
    wants = root / "etc/systemd/system/multi-user.target.wants"
    wants.mkdir(parents=True)
    (wants / "xrdp.service").symlink_to("/usr/lib/systemd/system/xrdp.service")
    put(root, "home/mary/.config/systemd/user/vino-server.service", "[Service]\nExecStart=/usr/lib/vino/vino-server\n")
    put(root, "etc/init.d/shellinabox", "#!/bin/sh\n").chmod(0o755)
    put(root, "etc/rc2.d/S01shellinabox", "")
    put(root, "etc/xdg/autostart/tool.desktop", "[Desktop Entry]\nName=Tool\nExec=/usr/bin/tool --start\n")
    put(root, "etc/xdg/autostart/off.desktop", "[Desktop Entry]\nName=Off\nExec=/usr/bin/off\nHidden=true\n")
    put(root, "home/mary/.config/autostart/anydesk.desktop", "[Desktop Entry]\nExec=/usr/bin/anydesk\n")
    put(root, "etc/crontab", "# m h dom mon dow user command\n17 * * * * root /usr/bin/hourly\nPATH=/bin\n")
    put(root, "var/spool/cron/crontabs/mary", "@reboot /home/mary/x11vnc -forever\n")
    put(root, "home/mary/Downloads/invoice-viewer", ELF + LARGE)
    put(root, "home/mary/Downloads/letter.pdf", b"%PDF" + LARGE)
    put(root, "home/mary/Downloads/small", ELF)
    put(root, "home/mary/Arbeitsplatz/setup.exe", b"MZ" + LARGE)
    put(root, "home/mary/.config/user-dirs.dirs", 'XDG_DESKTOP_DIR="$HOME/Arbeitsplatz"\nXDG_MUSIC_DIR="$HOME/Music"\n')
    put(root, "tmp/deep/er/tool.AppImage", b"\x7fELF\x02\x01\x01\x00AI\x02" + LARGE)
    process(root, 7, "/usr/bin/x11vnc", "x11vnc -display :0", "x11vnc")
    process(root, 8, "/home/mary/Downloads/invoice-viewer (deleted)", "./invoice-viewer", "invoice-viewer")
    process(root, 9, "", "", "kworker/0:1")
    return root
