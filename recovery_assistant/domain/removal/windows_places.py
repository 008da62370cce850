r"""Programs, folders and entries of Windows, of what protects a PC, and of aids that people need. Pure text.

A plan touches none of them, whoever made it. What a tool has in Windows' own folder is named one by one: anything else
there is taken for Windows' own.
"""

from __future__ import annotations

import re
from typing import Final

_IN_WINDOWS: Final = re.compile(r"[a-z]:\\windo(?:ws|w?~[0-9]+)(?:\\.*)?", re.IGNORECASE)
_TEMPORARY: Final = re.compile(r"[a-z]:\\windows\\(?:system)?temp\\.+", re.IGNORECASE)
_TOOLS_IN_WINDOWS: Final = re.compile(
    r"[a-z]:\\windows\\(?:"
    r"(?:(?:system32|syswow64)\\)?(?:psexesvc[^\\]*|paexec[^\\]*|remcomsvc|csexecsvc|winexesvc|r_server|winvnc)\.exe"
    r"|system32\\openssh\\sshd\.exe"
    r"|(?:system32|syswow64)\\rserver30\\rserver3\.exe"
    r"|(?:ltsvc|action1)\\[^\\]+\.exe)",
    re.IGNORECASE,
)
_SERVICE_PROGRAM: Final = re.compile(r"(?:\\\\\?\\)?[a-z]:\\[^<>:\"|?*\x00-\x1f]+", re.IGNORECASE)

_BOTH: Final = r"program files(?: \(x86\))?"
_DATA: Final = r"users\\[^\\]+\\appdata\\(?:local|locallow|roaming)\\microsoft"
_OF_WINDOWS: Final = re.compile(
    r"[a-z]:\\(?:"
    r"(?:bootmgr|bootnxt|bootsect\.bak|bootsqm\.dat|pagefile\.sys|hiberfil\.sys|swapfile\.sys|windows\.old|config\.msi"
    r"|msocache|recovery|efi|boot|perflogs|dumpstack\.log[^\\]*)"
    rf"|{_BOTH}\\(?:windows (?:nt|defender|defender advanced threat protection|security|mail|media player|photo viewer"
    r"|portable devices|sidebar|multimedia platform|kits)|windowspowershell|windowsapps|modifiablewindowsapps"
    r"|internet explorer|microsoft update health tools|recovery assistant"
    r"|common files\\(?:microsoft shared|system|services))"
    r"|programdata\\(?:recovery assistant|microsoft\\(?:crypto|protect|vault|network|search|identitycrl|drm|diagnosis"
    r"|device stage|user account pictures|clicktorun|winmsipc|windows (?:defender|nt|security)[^\\]*"
    r"|windows\\(?!start menu\\programs\\).*))"
    rf"|{_DATA}\\(?:protect|crypto|credentials|vault|systemcertificates|identitycrl|tokenbroker"
    r"|windows\\(?!start menu\\programs\\).*)"
    r"|users\\[^\\]+\\(?:ntuser\.[^\\]*|appdata\\local\\microsoft\\windows\\usrclass\.dat[^\\]*)"
    r")(?:\\.*)?",
    re.IGNORECASE,
)
_OF_PROGRAMS_WITH_LETTERS: Final = re.compile(
    r"[a-z]:\\users(?:\\[^\\]+(?:\\onedrive[^\\]*(?:\\(?:desktop|documents|pictures|music|videos))?|\\appdata\\(?:roaming\\(?:mozilla(?:\\firefox(?:\\profiles(?:\\[^\\]+)?)?)?"
    r"|thunderbird(?:\\profiles(?:\\[^\\]+)?)?)"
    r"|local\\(?:google(?:\\chrome(?:\\user data(?:\\default)?)?)?|microsoft\\edge(?:\\user data(?:\\default)?)?"
    r"|microsoft\\outlook)|locallow\\microsoft))?)?|[a-z]:\\users\\(?:public|default)\\(?:desktop|documents)",
    re.IGNORECASE,
)
"""Folders with passwords, letters and the like of a person: nothing else is in them, and they never go as a whole."""

_AIDS: Final = (
    r"nvda|nvaccess|freedom scientific|vispero|jaws|fusion|zoomtext|ai squared|dolphin|supernova|tobii|kurzweil"
    r"|claroread|texthelp|nuance|inclusive technology|sensory software|smartbox"
)
_PROTECTORS: Final = (
    r"malwarebytes|eset|kaspersky lab|bitdefender[^\\]*|avast software|avg|avira|sophos|mcafee[^\\]*|norton[^\\]*"
    r"|symantec|trend micro|sentinelone|crowdstrike|f-secure|withsecure|g data|webroot|panda security|cylance"
)
_OF_OTHERS: Final = re.compile(
    rf"[a-z]:\\(?:{_BOTH}|programdata|users\\[^\\]+\\appdata\\(?:local(?:\\programs)?|roaming))"
    rf"\\(?:{_AIDS}|{_PROTECTORS})(?:\\.*)?",
    re.IGNORECASE,
)
_AID_PROGRAM: Final = re.compile(
    r".*\\(?:nvda[^\\]*|jfw|fusion|zt|ztx[^\\]*|zoomtext[^\\]*|snova|supernova[^\\]*|dolphin[^\\]*guide[^\\]*"
    r"|natspeak|dragonbar|magnify|narrator|osk|voiceaccess|livecaptions|atbroker)\.exe",
    re.IGNORECASE,
)

AID_APPS: Final = re.compile(
    r"(?:NVAccess|FreedomScientific|Vispero|AiSquared|Dolphin|Tobii)[A-Za-z]*\..*", re.IGNORECASE
)
"""Names of apps of the store that people need to use a PC."""

_NEEDED_SERVICES: Final = """
    appinfo audiosrv audioendpointbuilder bfe brokerinfrastructure cryptsvc dcomlaunch dhcp dnscache eventlog
    eventsystem gpsvc keyiso lanmanserver lanmanworkstation lsm mdcoresvc mpssvc msiserver netlogon netman netprofm
    nlasvc nsi plugplay power profsvc rpceptmapper rpcss samss schedule seclogon securityhealthservice sense spooler
    systemeventsbroker termservice themes trustedinstaller umrdpservice usermanager vaultsvc vss wdboot wdfilter
    wdnissvc webthreatdefsvc windefend winmgmt wlansvc wscsvc wuauserv
    bits efs staterepository coremessagingregistrar sens rpclocator appxsvc clipsvc timebrokersvc usosvc waasmedicsvc
    sgrmbroker lmhosts iphlpsvc tokenbroker tcpip tcpip6 ntfs disk volmgr volmgrx volsnap mountmgr partmgr fltmgr
    mssecflt ndis http ksecdd ksecpkg cng pci acpi vds swprv sdrsvc webclient wbengine afd netbt dfsc mup rdbss
    mrxsmb wof fvevol bam storport stornvme storahci usbhub3 usbxhci kbdclass mouclass i8042prt hidusb
    mbamservice ekrn avp sentinelagent csfalconservice nvda
"""
NEVER_STOPPED: Final = frozenset(_NEEDED_SERVICES.split())
"""Services that Windows, its protection or its updates need. Ways in among them are closed by `SetSwitch` alone."""

_SAFE_STARTS: Final = """
    appmgmt|base|boot bus extender|boot file system|file system|filter|deviceinstall|helpsvc|ntds|pci configuration
    pnp filter|primary disk|sacsvr|scsi class|system bus extender|tabletinputservice|tbs|tiledatamodelsvc|vmms
    wudfsvc|wudfusbccidriver|wudfrd|browser|bowser|dot3svc|eaphost|ikeext|messenger|nativewifip|ndis wrapper|ndisuio
    netbios|netbiosgroup|netddegroup|network|networkprovider|nm|pnp_tdi|rdsessmgr|sharedaccess|streams drivers|tdi
    uploadmgr|wzcsvc|wcmsvc|netsetupsvc|ndiscap|ndisvirtualbus|mrxsmb10|mrxsmb20|mpsdrv|ipnat|vgasave
    basicdisplay|basicrender|dxgkrnl|hyperkbd|hypervideo|cbdhsvc|lxpsvc|sysmain|ventoy
"""
_NAMED_SAFE_STARTS: Final = frozenset(name.strip() for row in _SAFE_STARTS.split("\n") for name in row.split("|"))


def is_in_windows(path: str) -> bool:
    """Return whether a path is Windows' own folder or lies below it, what is there for a while left aside."""
    return _IN_WINDOWS.fullmatch(path) is not None and not _TEMPORARY.fullmatch(path)


def is_tool_in_windows(path: str) -> bool:
    """Return whether a path below Windows' own folder is the single program of a tool that is known to lie there."""
    return _TOOLS_IN_WINDOWS.fullmatch(path) is not None


def may_be_stopped(program: str) -> bool:
    """Return whether a service with this program is no driver, none of Windows', no protection and no aid."""
    spelled = program.replace("/", "\\").removeprefix("\\\\?\\")
    if not _SERVICE_PROGRAM.fullmatch(spelled) or spelled.lower().endswith(".sys"):
        return False
    if is_in_windows(spelled) and not is_tool_in_windows(spelled):
        return False
    return not is_needed(spelled)


def is_needed(path: str) -> bool:
    """Return whether a path belongs to what protects this PC, or to what somebody needs to see, hear or write."""
    return _OF_OTHERS.fullmatch(path) is not None or _AID_PROGRAM.fullmatch(path) is not None


def may_be_moved(path: str) -> bool:
    """Return whether a file or folder outside of Windows' own folder may be taken away."""
    is_held = _OF_WINDOWS.fullmatch(path) or _OF_PROGRAMS_WITH_LETTERS.fullmatch(path)
    return is_held is None and not is_needed(path)


def is_safe_start_of_windows(name: str) -> bool:
    """Return whether an entry of Safe Mode is Windows' own: a service or a group that every PC has, or a driver."""
    small = name.lower()
    return small.endswith(".sys") or small in _NAMED_SAFE_STARTS or small in NEVER_STOPPED
