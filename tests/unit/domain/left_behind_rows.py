"""What a look sees of each kind of thing left behind, on each of its systems, and the exact steps that follow."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from recovery_assistant.domain.finding import Evidence, Finding
from recovery_assistant.domain.observation import (
    Account,
    BrowserExtension,
    Observation,
    RegisteredProgram,
    Setting,
    System,
)
from recovery_assistant.domain.removal import plan as r
from tests.unit.domain.fake_ground import OWN_HIVE

AT = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)
RESOURCES = Path(__file__).resolve().parents[3] / "resources"
WIN, LINUX, MAC = System.WINDOWS, System.LINUX, System.MACOS
POLICIES = r"HKLM\SOFTWARE\Policies\Microsoft"
DEFENDER = r"HKLM\SOFTWARE\Microsoft\Windows Defender"
CURRENT = r"SOFTWARE\Microsoft\Windows\CurrentVersion"
NT = r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion"
CONTROL = r"HKLM\SYSTEM\CurrentControlSet\Control"
SERVICES = r"HKLM\SYSTEM\CurrentControlSet\Services"
OTHER_HIVE = r"HKU\S-1-5-21-1-2-3-1002"
HOSTS = {WIN: r"C:\Windows\System32\drivers\etc\hosts", LINUX: "/etc/hosts", MAC: "/private/etc/hosts"}
FIREWALL = rf"{SERVICES}\SharedAccess\Parameters\FirewallPolicy\FirewallRules"
CHROME = r"HKLM\SOFTWARE\Policies\Google\Chrome"
EXTENSION = "aaaabbbbccccddddeeeeffffgggghhhh"
THUMB = "AB" * 20
ADMIN = Account(source="users", name="Jane", is_admin=True, is_enabled=True)
ANYDESK = Finding(
    id="f-1",
    host="this",
    tool_id="anydesk",
    tool_name="AnyDesk",
    category="remote-access",
    confidence="certain",
    policy="offer",
    evidence=(
        Evidence(kind="service", source="", says="", value="AnyDesk: x"),
        Evidence(kind="process", source="", says="", value=r"C:\Users\jane\AnyDesk.exe"),
    ),
)
LINES: Final = {
    HOSTS[WIN]: ("# ours", "93.184.216.7\twww.bank.example www.paypal.com", "93.184.216.7 other.example"),
    HOSTS[LINUX]: ("93.184.216.7\twww.paypal.com", "0.0.0.0 windowsupdate.com", "192.168.1.9 www.shop.com"),
    HOSTS[MAC]: ("93.184.216.7 www.paypal.com", "0.0.0.0 windowsupdate.com", "192.168.1.9 www.shop.com"),
    "/etc/ld.so.preload": ("/opt/x/evil.so", "/usr/lib/a.so /usr/lib/b.so", "/usr/lib/known.so"),
    "/home/jane/.ssh/authorized_keys": ("ssh-ed25519 AAAA boss", "ssh-ed25519 BBBB jane"),
    "/Users/jane/.ssh/authorized_keys": ("ssh-ed25519 AAAA boss",),
    "/etc/sudoers.d/90-help": ("helper  ALL=(ALL) NOPASSWD:ALL",),
    "/private/etc/sudoers.d/help": ("helper ALL=(ALL) NOPASSWD:ALL",),
    "/etc/pam.d/sshd": ("auth required pam_exec.so /opt/x/run",),
    "/home/jane/.profile": ("export http_proxy=http://93.184.216.9:8080/", "export LANG=C"),
}


def setting(name: str, source: str, value: str = "1", about: str = "") -> Setting:
    return Setting(source=source, name=name, value=value, about=about)


def hosts(system: System, value: str) -> Setting:
    return setting("hosts-entry", HOSTS[system], value)


def forced(source: str) -> BrowserExtension:
    return BrowserExtension(source=source, browser="Google Chrome", extension_id=EXTENSION, from_policy=True)


def hidden(name: str = "helper") -> Account:
    return Account(source="users", name=name, is_admin=True, is_enabled=True, is_hidden=True)


def user(name: str = "helper", *, is_admin: bool = False) -> Account:
    return Account(source="users", name=name, is_admin=is_admin, is_enabled=True)


def value(key: str, name: str, data: str = "") -> r.RemoveValue:
    return r.RemoveValue(key=key, name=name, data=data)


def line(system: System, text: str) -> r.RemoveLine:
    return r.RemoveLine(file=HOSTS[system], line=text)


def switch(name: r.Switch, about: str = "") -> r.SetSwitch:
    return r.SetSwitch(switch=name, about=about)


OWN_INTERNET = rf"{OWN_HIVE}\{CURRENT}\Internet Settings"
UNIT = "/home/jane/.config/systemd/user"
Row = tuple[str, System, tuple[Observation, ...], tuple[Any, ...]]
ROWS: Final[tuple[Row, ...]] = (
    ("account-hidden", WIN, (hidden(), ADMIN), (r.DisableAccount(name="helper"),)),
    ("account-hidden", MAC, (hidden(), ADMIN), (r.DisableAccount(name="helper"),)),
    ("account-hidden", LINUX, (hidden(), ADMIN), (r.DisableAccount(name="helper"),)),
    *(("account", one, (user(),), (r.DisableAccount(name="helper"),)) for one in System),
    *(("administrator", one, (user(is_admin=True), ADMIN), (r.DisableAccount(name="helper"),)) for one in System),
    (
        "second-root-account",
        LINUX,
        (setting("second-root-account", "/etc/passwd", "toor"), ADMIN),
        (r.DisableAccount(name="toor"),),
    ),
    (
        "remote-desktop-on",
        WIN,
        (setting("remote-desktop-enabled", rf"{CONTROL}\Terminal Server\fDenyTSConnections"),),
        (switch("remote-desktop"),),
    ),
    (
        "remote-desktop-on",
        WIN,
        (
            setting(
                "remote-desktop-enabled",
                rf"{POLICIES}\Windows NT\Terminal Services\fDenyTSConnections",
                about="the firewall lets it in",
            ),
        ),
        (value(rf"{POLICIES}\Windows NT\Terminal Services", "fDenyTSConnections", "0"), switch("remote-desktop")),
    ),
    (
        "remote-desktop-without-asking",
        WIN,
        (setting("remote-desktop-without-asking", rf"{POLICIES}\Windows NT\Terminal Services\Shadow", "2"),),
        (value(rf"{POLICIES}\Windows NT\Terminal Services", "Shadow", "2"),),
    ),
    (
        "remote-desktop-sign-in",
        WIN,
        (setting("remote-desktop-sign-in", rf"{CONTROL}\x\UserAuthentication", "0"),),
        (switch("remote-desktop-sign-in"),),
    ),
    (
        "remote-assistance-on",
        WIN,
        (setting("remote-assistance-enabled", rf"{CONTROL}\Remote Assistance\fAllowToGetHelp"),),
        (switch("remote-assistance"),),
    ),
    (
        "screen-sharing-on",
        LINUX,
        (setting("desktop-sharing-enabled", f"{UNIT}/x.wants/vino-server.service", "vino-server", "jane"),),
        (switch("desktop-sharing", "vino-server"),),
    ),
    ("screen-sharing-on", MAC, (setting("screen-sharing-enabled", "/var/db/x.plist"),), (switch("screen-sharing"),)),
    (
        "screen-sharing-on",
        MAC,
        (setting("remote-management-enabled", "/etc/RemoteManagement.launchd"),),
        (switch("remote-management"),),
    ),
    ("remote-login-on", MAC, (setting("remote-login-enabled", "/var/db/x.plist"),), (switch("remote-login"),)),
    ("protection-off", WIN, (setting("protection-off", DEFENDER, "looking at scripts"),), (switch("defender"),)),
    (
        "protection-off",
        WIN,
        (setting("protection-off", rf"{POLICIES}\Windows Defender", "all of it", "a rule"),),
        (
            value(rf"{POLICIES}\Windows Defender", "DisableAntiSpyware", "1"),
            value(rf"{POLICIES}\Windows Defender", "DisableAntiVirus", "1"),
            switch("defender"),
        ),
    ),
    (
        "defender-exclusion",
        WIN,
        (setting("defender-exclusion", rf"{DEFENDER}\Exclusions\Paths", r"C:\Users\jane"),),
        (r.RemoveExclusion(kind="path", value=r"C:\Users\jane"),),
    ),
    (
        "defender-exclusion",
        WIN,
        (setting("defender-exclusion", rf"{POLICIES}\Windows Defender\Exclusions\Processes", "x.exe", "a rule"),),
        (value(rf"{POLICIES}\Windows Defender\Exclusions\Processes", "x.exe"),),
    ),
    (
        "firewall-off",
        WIN,
        (setting("firewall-off", rf"{SERVICES}\SharedAccess\x\PublicProfile", about="public"),),
        (switch("firewall", "public"),),
    ),
    (
        "firewall-off",
        WIN,
        (setting("firewall-off", rf"{POLICIES}\WindowsFirewall\StandardProfile", about="home"),),
        (value(rf"{POLICIES}\WindowsFirewall\StandardProfile", "EnableFirewall", "0"), switch("firewall", "home")),
    ),
    (
        "firewall-rule-of-tool",
        WIN,
        (
            RegisteredProgram(
                source=rf"{FIREWALL}\TCP Query User{{1}}C:\x\AnyDesk.exe",
                way="firewall-rule",
                name="Any",
                command=r"C:\Users\jane\AnyDesk.exe",
            ),
        ),
        (
            value(
                rf"{SERVICES}\SharedAccess\Parameters\FirewallPolicy\FirewallRules",
                r"TCP Query User{1}C:\x\AnyDesk.exe",
            ),
        ),
    ),
    (
        "hosts-redirect",
        WIN,
        (hosts(WIN, "93.184.216.7 www.paypal.com"),),
        (line(WIN, "93.184.216.7\twww.bank.example www.paypal.com"),),
    ),
    *(
        ("hosts-redirect", one, (hosts(one, "93.184.216.7 www.paypal.com"),), (line(one, LINES[HOSTS[one]][0]),))
        for one in (LINUX, MAC)
    ),
    *(
        (
            "hosts-protection-blocked",
            one,
            (hosts(one, "0.0.0.0 windowsupdate.com"),),
            (line(one, LINES[HOSTS[one]][1]),),
        )
        for one in (LINUX, MAC)
    ),
    *(
        ("hosts-own-names", one, (hosts(one, "192.168.1.9 www.shop.com"),), (line(one, LINES[HOSTS[one]][2]),))
        for one in (LINUX, MAC)
    ),
    (
        "proxy",
        WIN,
        (setting("proxy-server", OWN_INTERNET, "93.184.216.9:8080", "jane"),),
        (switch("proxy", "S-1-5-21-1-2-3-1001"),),
    ),
    (
        "proxy",
        WIN,
        (setting("proxy-server", rf"HKLM\{CURRENT}\Internet Settings", "93.184.216.9:8080", "this PC"),),
        (switch("proxy"),),
    ),
    (
        "proxy",
        WIN,
        (
            setting(
                "proxy-server",
                r"HKLM\SOFTWARE\Policies\Microsoft\Windows\CurrentVersion\Internet Settings",
                "93.184.216.9:8080",
                "this PC",
            ),
        ),
        (value(r"HKLM\SOFTWARE\Policies\Microsoft\Windows\CurrentVersion\Internet Settings", "ProxyEnable", "1"),),
    ),
    (
        "proxy",
        WIN,
        (
            setting(
                "proxy-server",
                rf"HKLM\{CURRENT}\Internet Settings\Connections\WinHttpSettings",
                "93.184.216.9:8080",
                "services of Windows",
            ),
        ),
        (value(rf"HKLM\{CURRENT}\Internet Settings\Connections", "WinHttpSettings"),),
    ),
    (
        "proxy",
        WIN,
        (setting("browser-policy", CHROME, "ProxyServer = 93.184.216.9:80", "Google Chrome"),),
        (value(CHROME, "ProxyServer"),),
    ),
    (
        "proxy",
        LINUX,
        (setting("proxy-server", "/home/jane/.profile", "93.184.216.9:8080", "jane"),),
        (r.RemoveLine(file="/home/jane/.profile", line=LINES["/home/jane/.profile"][0]),),
    ),
    (
        "proxy-near",
        WIN,
        (setting("proxy-server", OWN_INTERNET, "127.0.0.1:8080", "jane"),),
        (switch("proxy", "S-1-5-21-1-2-3-1001"),),
    ),
    (
        "proxy-script",
        WIN,
        (setting("proxy-auto-config", OWN_INTERNET, "http://93.184.216.9/x.pac", "jane"),),
        (switch("proxy-script", "S-1-5-21-1-2-3-1001"),),
    ),
    (
        "proxy-script",
        WIN,
        (
            setting(
                "proxy-auto-config",
                r"HKU\.DEFAULT\SOFTWARE\Microsoft\Windows\CurrentVersion\Internet Settings",
                "http://93.184.216.9/x.pac",
                "Windows itself",
            ),
        ),
        (
            value(
                r"HKU\.DEFAULT\SOFTWARE\Microsoft\Windows\CurrentVersion\Internet Settings",
                "AutoConfigURL",
                "http://93.184.216.9/x.pac",
            ),
        ),
    ),
    (
        "extension-forced",
        WIN,
        (forced(rf"{CHROME}\ExtensionInstallForcelist\1"),),
        (value(rf"{CHROME}\ExtensionInstallForcelist", "1"),),
    ),
    (
        "extension-forced",
        WIN,
        (forced(rf"{CHROME}\ExtensionSettings\{EXTENSION}\installation_mode"),),
        (value(rf"{CHROME}\ExtensionSettings\{EXTENSION}", "installation_mode"),),
    ),
    (
        "accessibility-replaced",
        WIN,
        (setting("accessibility-debugger", rf"{NT}\Image File Execution Options\sethc.exe", "cmd.exe", "sethc.exe"),),
        (value(rf"{NT}\Image File Execution Options\sethc.exe", "Debugger", "cmd.exe"),),
    ),
    (
        "sign-in-program-changed",
        WIN,
        (
            setting(
                "sign-in-program",
                rf"{OWN_HIVE}\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Winlogon",
                "x.exe",
                "Shell, jane",
            ),
        ),
        (value(rf"{OWN_HIVE}\SOFTWARE\Microsoft\Windows NT\CurrentVersion\Winlogon", "Shell", "x.exe"),),
    ),
    (
        "loaded-library",
        WIN,
        (setting("appinit-library", rf"{NT}\Windows", r"C:\Users\jane\x.dll"),),
        (value(rf"{NT}\Windows", "AppInit_DLLs", r"C:\Users\jane\x.dll"),),
    ),
    (
        "loaded-library",
        LINUX,
        (setting("preloaded-library", "/etc/ld.so.preload", "/opt/x/evil.so"),),
        (r.RemoveLine(file="/etc/ld.so.preload", line="/opt/x/evil.so"),),
    ),
    (
        "known-library",
        WIN,
        (setting("appinit-library", rf"{NT}\Windows", r"C:\Program Files\x.dll"),),
        (value(rf"{NT}\Windows", "AppInit_DLLs", r"C:\Program Files\x.dll"),),
    ),
    (
        "known-library",
        LINUX,
        (setting("preloaded-library", "/etc/ld.so.preload", "/usr/lib/known.so"),),
        (r.RemoveLine(file="/etc/ld.so.preload", line="/usr/lib/known.so"),),
    ),
    (
        "safe-start-of-tool",
        WIN,
        (setting("safe-boot-service", rf"{CONTROL}\SafeBoot\Network\AnyDesk", "AnyDesk", r"C:\x\AnyDesk.exe"),),
        (r.RemoveKey(key=rf"{CONTROL}\SafeBoot\Network\AnyDesk"),),
    ),
    (
        "safe-start",
        WIN,
        (setting("safe-boot-service", rf"{CONTROL}\SafeBoot\Minimal\Foo", "Foo", r"C:\x\foo.exe"),),
        (r.RemoveKey(key=rf"{CONTROL}\SafeBoot\Minimal\Foo"),),
    ),
    (
        "system-tool-off",
        WIN,
        (
            setting(
                "system-tool-off",
                rf"{OWN_HIVE}\Software\Microsoft\Windows\CurrentVersion\Policies\System",
                "Task Manager",
                "jane",
            ),
        ),
        (value(rf"{OWN_HIVE}\Software\Microsoft\Windows\CurrentVersion\Policies\System", "DisableTaskMgr"),),
    ),
    ("asking-off", WIN, (setting("asking-off", rf"HKLM\{CURRENT}\Policies\System"),), (switch("asking"),)),
    ("auto-sign-in", WIN, (setting("auto-sign-in", rf"{NT}\Winlogon", "jane"),), (switch("auto-sign-in"),)),
    (
        "dns-by-hand",
        WIN,
        (setting("dns-server", rf"{SERVICES}\Tcpip\Parameters\Interfaces\{{0A-1}}", "192.0.2.1, 192.0.2.2", "Wi-Fi"),),
        (value(rf"{SERVICES}\Tcpip\Parameters\Interfaces\{{0A-1}}", "NameServer", "192.0.2.1,192.0.2.2"),),
    ),
    (
        "root-certificate",
        WIN,
        (
            setting(
                "root-certificate",
                rf"HKLM\SOFTWARE\Microsoft\SystemCertificates\ROOT\Certificates\{THUMB}",
                "Evil",
                f"{THUMB}, this PC",
            ),
        ),
        (r.RemoveCertificate(thumbprint=THUMB, store="machine"),),
    ),
    (
        "root-certificate",
        WIN,
        (
            setting(
                "root-certificate",
                rf"{OWN_HIVE}\Software\Microsoft\SystemCertificates\Root\Certificates\{THUMB}",
                "Evil",
                f"{THUMB}, jane",
            ),
        ),
        (r.RemoveCertificate(thumbprint=THUMB, store="person"),),
    ),
    *(
        (
            "root-certificate",
            one,
            (setting("root-certificate", "/x/y.crt", "Evil", THUMB),),
            (r.RemoveCertificate(thumbprint=THUMB, store="machine"),),
        )
        for one in (LINUX, MAC)
    ),
    (
        "browser-policy",
        WIN,
        (setting("browser-policy", CHROME, "SafeBrowsingEnabled = 0", "Google Chrome"),),
        (value(CHROME, "SafeBrowsingEnabled"),),
    ),
    *(
        (
            "authorized-key",
            one,
            (setting("authorized-key", f"{home}/.ssh/authorized_keys", "ssh-ed25519 boss", "jane"),),
            (r.RemoveLine(file=f"{home}/.ssh/authorized_keys", line="ssh-ed25519 AAAA boss"),),
        )
        for one, home in ((LINUX, "/home/jane"), (MAC, "/Users/jane"))
    ),
    *(
        (
            "sudo-rule",
            one,
            (setting("sudo-rule", file, "helper ALL=(ALL) NOPASSWD:ALL", "helper"),),
            (r.RemoveLine(file=file, line=LINES[file][0]),),
        )
        for one, file in ((LINUX, "/etc/sudoers.d/90-help"), (MAC, "/private/etc/sudoers.d/help"))
    ),
    (
        "sign-in-module",
        LINUX,
        (setting("sign-in-module", "/etc/pam.d/sshd", "auth required pam_exec.so /opt/x/run", "/etc/pam.d/sshd"),),
        (r.RemoveLine(file="/etc/pam.d/sshd", line="auth required pam_exec.so /opt/x/run"),),
    ),
    (
        "own-service",
        LINUX,
        (setting("own-service", f"{UNIT}/x.service", "x.service", "/home/jane/x --run"),),
        (
            r.StopService(manager="systemd-user", name="x.service", program="/home/jane/x", file=f"{UNIT}/x.service"),
            r.Quarantine(path=f"{UNIT}/x.service", kind="file", sha256="*"),
        ),
    ),
)
"""Kind, system, what a look sees, and the steps that follow from it."""
