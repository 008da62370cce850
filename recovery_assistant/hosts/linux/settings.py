"""Entries of a Linux machine that decide who may come in and where its traffic goes, as raw facts."""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
import re
import stat
from collections.abc import Callable, Iterator
from typing import Final

from recovery_assistant.domain.observation import Gap, Setting
from recovery_assistant.domain.text_lines import PROXY, key_shown, libraries_in, rule_shown
from recovery_assistant.hosts import hosts_file
from recovery_assistant.hosts.certificate_name import subject_of
from recovery_assistant.hosts.linux import accounts as linux_accounts
from recovery_assistant.hosts.machine_files import MachineFiles, gap_at
from recovery_assistant.hosts.port import SETTINGS

_LARGEST: Final = 1 * 2**20
_HOSTS: Final = "/etc/hosts"
_RESOLVER: Final = "/etc/resolv.conf"
_RESOLVED: Final = "/etc/systemd/resolved.conf"
_WRITTEN_BY_A_PROGRAM: Final = re.compile(
    r"^[ \t]*[#;].*(?:generated|managed|created|networkmanager|resolvconf|dhc|docker|podman)",
    re.MULTILINE | re.IGNORECASE,
)
_CERTIFICATES: Final = (
    "/usr/local/share/ca-certificates",
    "/etc/pki/ca-trust/source/anchors",
    "/etc/ca-certificates/trust-source/anchors",
    "/etc/pki/trust/anchors",
)
_BEGIN, _END = "CERTIFICATE-----", "-----END"
_LARGEST_CERTIFICATE: Final = 64 * 1024  # signs of base64
_KEYS: Final = (".ssh/authorized_keys", ".ssh/authorized_keys2")
_KEYS_ELSEWHERE: Final = ("/etc/ssh/authorized_keys", "/etc/ssh/authorized_keys.d")
_SUDOERS: Final = "/etc/sudoers"
_SUDOERS_FOLDER: Final = "/etc/sudoers.d"
_SUDO_NO_RULE: Final = re.compile(r"#|@include|Defaults|(?:User|Runas|Host|Cmnd|Cmd)_Alias\b")
_SUDO_ORDINARY: Final = ("root", "%sudo", "%wheel", "%admin")
_PRELOAD: Final = "/etc/ld.so.preload"
_SIGN_IN: Final = "/etc/pam.d"
_SIGN_IN_MODULE: Final = re.compile(r"^-?\w+\s+(?:\[[^\]]*\]|\S+)\s+(?P<module>\S+)")
_MODULE_FOLDERS: Final = re.compile(r"(?:/usr)?/lib(?:32|64|/[\w-]+-linux-gnu\w*)?/security/[\w.-]+")
_ENVIRONMENT: Final = ("/etc/environment", "/etc/profile")
_ENVIRONMENT_FOLDERS: Final = ("/etc/profile.d", "/etc/environment.d")
_HOME_ENVIRONMENT: Final = (".profile", ".bash_profile", ".bashrc", ".zshrc", ".pam_environment")
_HOME_ENVIRONMENT_FOLDERS: Final = (".config/environment.d",)
_KDE: Final = ".config/kioslaverc"
_GNOME_FOLDERS: Final = ("/etc/dconf/db/local.d", "/etc/dconf/db/site.d", "/etc/dconf/db/distro.d")
_KDE_BY_HAND, _KDE_SCRIPT = "1", "2"
_HOME_UNITS: Final = ".config/systemd/user"
_DESKTOP_SHARING: Final = ("gnome-remote-desktop.service", "vino-server.service", "app-org.kde.krdpserver.service")
"""Units that the desktop's own settings link into a person's folder when screen sharing is switched on there. For the
whole PC some of them are linked by their package alone, so only a person's own link says anything."""

_EXEC_START: Final = re.compile(r"^ExecStart\s*=\s*(\S.*)$", re.MULTILINE)

Told = Iterator[Setting | Gap]


def settings(host: str, files: MachineFiles, homes: tuple[str, ...]) -> Told:
    """Yield every entry that is known; a gap for each file that is closed."""
    for path, read in (
        (_HOSTS, lambda text: hosts_file.settings(text, _HOSTS, files.changed_at(_HOSTS))),
        (_PRELOAD, lambda text: _preloaded(files, text)),
        (_RESOLVED, lambda text: _resolved(files, text)),
    ):
        yield from _each(host, files, (path,), read)
    yield from _resolver(host, files)
    yield from _certificates(host, files)
    yield from _second_roots(files)
    opened: list[str] = []
    for home in homes:
        if (gap := _closed(host, files, home)) is None:
            opened.append(home)
        else:
            yield gap
    homes = tuple(opened)
    yield from _keys(host, files, homes)
    yield from _sudo(host, files)
    yield from _modules(host, files)
    yield from _proxies(host, files, homes)
    for home in homes:
        yield from _own_services(host, files, home)
        yield from _shared_desktop(files, home)


def _closed(host: str, files: MachineFiles, home: str) -> Gap | None:
    """Return why nothing in a home can be looked at, said once and not for each file; None when it is open."""
    try:
        os.lstat(os.path.join(files.resolved(home), os.curdir))  # noqa: PTH118 (a Path drops the dot that asks for entry)
    except PermissionError as error:
        return gap_at(host, SETTINGS, home, error)
    except OSError:
        return None  # no such folder: then there is nothing in it
    return None


def _each(host: str, files: MachineFiles, paths: tuple[str, ...], read: Callable[[str], Iterator[Setting]]) -> Told:
    for path in paths:
        try:
            text = files.text(path, max(_LARGEST, hosts_file.LARGEST))
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            continue
        except OSError as error:
            yield gap_at(host, SETTINGS, path, error)
            continue
        yield from read(text)


def _in_folder(host: str, files: MachineFiles, folder: str, ending: str = "") -> Iterator[str | Gap]:
    try:
        names = files.names(folder)
    except OSError as error:
        yield gap_at(host, SETTINGS, folder, error)
        return
    for name in names:
        if name.endswith(ending):
            yield f"{folder}/{name}"


def _preloaded(files: MachineFiles, text: str) -> Iterator[Setting]:
    for line in text.splitlines():
        for path in libraries_in(line):
            moment = files.changed_at(_PRELOAD)
            yield Setting(source=_PRELOAD, name="preloaded-library", value=path, changed_at=moment)


def _resolver(host: str, files: MachineFiles) -> Told:
    """Yield the name servers if somebody wrote them by hand: a plain file that no program says it wrote."""
    try:
        if not stat.S_ISREG(files.facts(_RESOLVER).st_mode):
            return
    except OSError:
        return  # none, or in a folder that every other entry here tells to be closed

    def read(text: str) -> Iterator[Setting]:
        if _WRITTEN_BY_A_PROGRAM.search(text) is None:
            words = (line.split() for line in text.splitlines())
            servers = ", ".join(line[1] for line in words if len(line) > 1 and line[0] == "nameserver")
            if servers:
                moment = files.changed_at(_RESOLVER)
                yield Setting(source=_RESOLVER, name="dns-server", value=servers, changed_at=moment)

    yield from _each(host, files, (_RESOLVER,), read)


def _resolved(files: MachineFiles, text: str) -> Iterator[Setting]:
    for line in text.splitlines():
        key, found, value = line.partition("=")
        if found and key.strip() == "DNS" and value.split():
            servers, moment = ", ".join(value.split()), files.changed_at(_RESOLVED)
            yield Setting(source=_RESOLVED, name="dns-server", value=servers, changed_at=moment)


def _certificates(host: str, files: MachineFiles) -> Told:
    """Yield the certificates that somebody added to those that the distribution brings."""
    for place in _CERTIFICATES:
        folders = [place]
        try:
            folders += [f"{place}/{name}" for name in files.names(place) if files.is_folder(f"{place}/{name}")]
        except OSError as error:
            yield gap_at(host, SETTINGS, place, error)
            continue
        for folder in folders:
            for path in _in_folder(host, files, folder):
                if isinstance(path, Gap):
                    yield path
                elif path.endswith((".crt", ".pem", ".cer")):
                    yield from _each(host, files, (path,), _reader_of_certificates(files, path))


def _reader_of_certificates(files: MachineFiles, path: str) -> Callable[[str], Iterator[Setting]]:
    def read(text: str) -> Iterator[Setting]:
        for part in text.split("-----BEGIN ")[1:]:
            body, ended, _ = part.partition(_BEGIN)[2].partition(_END)
            if not ended or len(body) > _LARGEST_CERTIFICATE:
                continue
            try:
                content = base64.b64decode(body)
            except binascii.Error:
                content = b""
            yield Setting(
                source=path,
                name="root-certificate",
                value=subject_of(content) or path.rpartition("/")[2],
                about=hashlib.sha1(content, usedforsecurity=False).hexdigest().upper(),
                changed_at=files.changed_at(path),
            )

    return read


def _second_roots(files: MachineFiles) -> Iterator[Setting]:
    try:
        listed = linux_accounts.users(files)
    except OSError:
        return  # told by the source of accounts
    off = linux_accounts.switched_off(files)
    for user in listed:
        if user.number == 0 and user.name not in ("root", *off):
            moment = files.changed_at("/etc/passwd")
            yield Setting(source="/etc/passwd", name="second-root-account", value=user.name, changed_at=moment)


def _keys(host: str, files: MachineFiles, homes: tuple[str, ...]) -> Told:
    """Yield kind and remark of each key that opens an account from elsewhere; never the key itself."""
    places: list[tuple[str, str]] = [(f"{home}/{name}", home.rpartition("/")[2]) for home in homes for name in _KEYS]
    for folder in _KEYS_ELSEWHERE:
        for path in _in_folder(host, files, folder):
            if isinstance(path, Gap):
                yield path
            else:
                places.append((path, path.rpartition("/")[2]))
    for path, person in places:
        yield from _each(host, files, (path,), _reader_of_keys(files, path, person))


def _reader_of_keys(files: MachineFiles, path: str, person: str) -> Callable[[str], Iterator[Setting]]:
    def read(text: str) -> Iterator[Setting]:
        for line in text.splitlines():
            shown = key_shown(line)
            if shown:
                moment = files.changed_at(path)
                yield Setting(source=path, name="authorized-key", value=shown, about=person, changed_at=moment)

    return read


def _sudo(host: str, files: MachineFiles) -> Told:
    """Yield the rules by which somebody may act as root, without those that every distribution brings."""
    yield from _each(host, files, (_SUDOERS,), lambda text: _rules(files, _SUDOERS, text))
    for path in _in_folder(host, files, _SUDOERS_FOLDER):
        if isinstance(path, Gap):
            yield path
        elif not path.endswith(("/README", "~")) and "." not in path.rpartition("/")[2]:  # sudo skips these too
            yield from _each(host, files, (path,), _reader_of_rules(files, path))


def _reader_of_rules(files: MachineFiles, path: str) -> Callable[[str], Iterator[Setting]]:
    return lambda text: _rules(files, path, text)


def _rules(files: MachineFiles, path: str, text: str) -> Iterator[Setting]:
    for line in text.replace("\\\n", " ").splitlines():
        rule = rule_shown(line)
        if not rule or _SUDO_NO_RULE.match(rule) or "=" not in rule:
            continue
        who = rule.partition(" ")[0]
        if who not in _SUDO_ORDINARY or "NOPASSWD" in rule:
            yield Setting(source=path, name="sudo-rule", value=rule, about=who, changed_at=files.changed_at(path))


def _modules(host: str, files: MachineFiles) -> Told:
    """Yield what takes part in signing in from outside of the system's own folders, or runs a command."""
    for path in _in_folder(host, files, _SIGN_IN):
        if isinstance(path, Gap):
            yield path
        else:
            yield from _each(host, files, (path,), _reader_of_modules(files, path))


def _reader_of_modules(files: MachineFiles, path: str) -> Callable[[str], Iterator[Setting]]:
    def read(text: str) -> Iterator[Setting]:
        for line in text.replace("\\\n", " ").splitlines():
            fit = _SIGN_IN_MODULE.match(line.strip())
            module = fit["module"] if fit else ""
            strange = module.startswith("/") and not _MODULE_FOLDERS.fullmatch(module)
            if strange or module.rpartition("/")[2] == "pam_exec.so":
                rule, moment = rule_shown(line), files.changed_at(path)
                yield Setting(source=path, name="sign-in-module", value=rule, about=path, changed_at=moment)

    return read


def _proxies(host: str, files: MachineFiles, homes: tuple[str, ...]) -> Told:
    """Yield where somebody told programs to send their traffic."""
    places = [(path, "this PC") for path in _ENVIRONMENT]
    folders = [(folder, "this PC") for folder in _ENVIRONMENT_FOLDERS]
    for home in homes:
        person = home.rpartition("/")[2]
        places += [(f"{home}/{name}", person) for name in _HOME_ENVIRONMENT]
        folders += [(f"{home}/{name}", person) for name in _HOME_ENVIRONMENT_FOLDERS]
    for folder, person in folders:
        for path in _in_folder(host, files, folder):
            if isinstance(path, Gap):
                yield path
            else:
                places.append((path, person))
    for path, person in places:
        yield from _each(host, files, (path,), _reader_of_proxies(files, path, person))
    for home in homes:
        path = f"{home}/{_KDE}"
        yield from _each(host, files, (path,), _reader_of_kde(files, path, home.rpartition("/")[2]))
    for folder in _GNOME_FOLDERS:
        for path in _in_folder(host, files, folder):
            if isinstance(path, Gap):
                yield path
            else:
                yield from _each(host, files, (path,), _reader_of_gnome(files, path))


def _reader_of_proxies(files: MachineFiles, path: str, person: str) -> Callable[[str], Iterator[Setting]]:
    def read(text: str) -> Iterator[Setting]:
        for server in dict.fromkeys(fit["server"] for fit in PROXY.finditer(text)):
            moment = files.changed_at(path)
            yield Setting(source=path, name="proxy-server", value=server, about=person, changed_at=moment)

    return read


def _pairs(text: str, section: str) -> dict[str, str]:
    """Return the entries of one section of a file of sections; the last of a name counts."""
    here, found = "", dict[str, str]()
    for line in text.splitlines():
        if line.startswith("["):
            here = line.strip().strip("[]")
        elif here == section and "=" in line:
            key, _, value = line.partition("=")
            found[key.strip()] = value.strip().strip("'\"")
    return found


def _reader_of_kde(files: MachineFiles, path: str, person: str) -> Callable[[str], Iterator[Setting]]:
    def read(text: str) -> Iterator[Setting]:
        entries, moment = _pairs(text, "Proxy Settings"), files.changed_at(path)
        kind = entries.get("ProxyType", "0")
        if kind == _KDE_BY_HAND:
            for key in ("httpProxy", "httpsProxy", "socksProxy"):
                server = entries.get(key, "").rpartition("://")[2].replace(" ", ":")
                if server:
                    yield Setting(source=path, name="proxy-server", value=server, about=person, changed_at=moment)
        script = entries.get("Proxy Config Script", "")
        if kind == _KDE_SCRIPT and script:
            yield Setting(source=path, name="proxy-auto-config", value=script, about=person, changed_at=moment)

    return read


def _reader_of_gnome(files: MachineFiles, path: str) -> Callable[[str], Iterator[Setting]]:
    def read(text: str) -> Iterator[Setting]:
        chosen, moment = _pairs(text, "system/proxy"), files.changed_at(path)
        if chosen.get("mode") == "manual":
            for kind in ("http", "https", "socks"):
                entries = _pairs(text, f"system/proxy/{kind}")
                if entries.get("host"):
                    value = f"{entries['host']}:{entries.get('port', '')}".rstrip(":")
                    yield Setting(source=path, name="proxy-server", value=value, about="this PC", changed_at=moment)
        if chosen.get("mode") == "auto" and chosen.get("autoconfig-url"):
            value = chosen["autoconfig-url"]
            yield Setting(source=path, name="proxy-auto-config", value=value, about="this PC", changed_at=moment)

    return read


def _own_services(host: str, files: MachineFiles, home: str) -> Told:
    """Yield the units that lie in a person's own folder; a link to a unit of the system is ordinary."""
    for path in _in_folder(host, files, f"{home}/{_HOME_UNITS}"):
        if isinstance(path, Gap):
            yield path
        elif path.endswith((".service", ".socket", ".timer")):
            yield from _own_service(host, files, path)


def _own_service(host: str, files: MachineFiles, path: str) -> Told:
    try:
        if not stat.S_ISREG(files.facts(path).st_mode):
            return
        text = files.text(path, _LARGEST)
    except FileNotFoundError:
        return
    except OSError as error:
        yield gap_at(host, SETTINGS, path, error)
        return
    start = _EXEC_START.search(text)
    yield Setting(
        source=path,
        name="own-service",
        value=path.rpartition("/")[2],
        about=start[1].strip() if start else "",
        changed_at=files.changed_at(path),
    )


def _shared_desktop(files: MachineFiles, home: str) -> Iterator[Setting]:
    """Yield each kind of screen sharing that a person switched on; a closed folder was told by `_own_services`."""
    try:
        folders = [name for name in files.names(f"{home}/{_HOME_UNITS}") if name.endswith((".wants", ".requires"))]
        links = [f"{home}/{_HOME_UNITS}/{name}" for name in folders]
        found = [f"{folder}/{name}" for folder in links for name in files.names(folder) if name in _DESKTOP_SHARING]
    except OSError:
        return
    for path in found:
        unit, person = path.rpartition("/")[2].removesuffix(".service"), home.rpartition("/")[2]
        moment = files.changed_at(path)
        yield Setting(source=path, name="desktop-sharing-enabled", value=unit, about=person, changed_at=moment)
