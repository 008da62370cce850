"""Words of systems and programs that say nothing of a person: what a recording keeps besides the catalogue's own words.

Only words that stand on very many PCs, and none that is also somebody's name.
"""

from __future__ import annotations

from typing import Final

_WORDS: Final = """
access account accounts accountsservice action activate activated active add addon admin administrator agent alert
alg all allocated alpha amd anacron and android antivirus api app appdata appimage apple applet application
applications apps apt arch arguments arm arpa asking assist assistance assistant at attended audio audiodg auth auto
autorun autoruns autostart avahi background backup bash beta bin binary bit bitlocker bits bluetooth bookworm boot
box bridge browser browsers build bullseye bundle bus business cache calendar call camera cell center certificate
chat check chrome chromium class classes cli client clients cloud cmd code colord com command commands common
communication community component computer conf config configuration conhost connect connection console contents
control controller copy core corp corporate corporation cpu create cron csrss ctfmon ctl cups current currentversion
custom customer cyber daemon daemons dart dashost data database dbus dconf debian debug default defaults defender
dell deny desktop desktopentry desktops dev device devices dhcp diagnostic diagnostics dialog direct directory
disable disabled disk display dll dllhost dns docker document documents download downloads dpkg driver drivers dwm
dynamic edge edition edu elevation email enable enabled encryption endpoint engine enterprise entry env error etc
event eventlog events evolution example exchange exe exec executable explorer export express extension extensions
external fallowtogethelp false fast fdenytsconnections fedora file filename files filter finder firefox firewall
firmware flag flatpak folder font fontdrvhost fonts for form format framework free from full fwupd game games
gateway general generic getty git global gmbh gnome google gov gpu gpupdate graphical graphics group groups guest
gui gvfs hardware headless health help helper hidden hkcu hkey hklm home host hosts hotkey html http https hub icon
icons id image images inc incorporated inf info init input install installed installer instance integration intel
interface internal internet intranet invalid io ip is jammy java job jobs json kde kernel key keyboard keys kit
kotlin kthreadd kworker label lan language laptop launch launchagents launchd launchdaemons launcher layer lenovo
lib libexec libraries library libs license light limited linux list listen listener live llc load loader local
localdomain localhost locallow locker log login logon logs loopback lsaiso lsass ltd mac machine macos mail main
maintenance manage managed management manager map master media meeting memory menu message messenger meta microsoft
minimal mobile mode modem modern module monitor more mount mouse mozilla mpcmdrun msedge msi msiexec msmpeng mstsc
multi music my name native net netsh network networkmanager new noble node none normal not note notification
notifications notify npm nt ntoskrnl null number nvidia object ocsp of off office on one onedrive online only open
operating opt option optional options or oracle org os out outlook output owner package packagekit packages pad page
panel partition password patch path pc pdf pentium performance permission person personal phone photos php pictures
pid pip pipe pipewire pkg plan platform play player plist plugin plugins point policies policy polkit polkitd pool
port portable portal power powershell preferences print printer private privileged privileges pro process processes
processor profile profiles program programdata programfiles programs project protect protection protocol provider
proxy public publisher pulseaudio push python query queue quick quiet random rdpclip read ready real realtek recent
recorder recovery recycle red reg register registry regsvr release reload remote remoting remove rename report
request reset resolved resource resources restart restore result resume rmm roaming root router rpm rsyslog rsyslogd
rtkit rule run rundll runner running runonce runtime runtimebroker safari safe sbin scan scanner schedule scheduled
scheduler screen screensharing script scripts search searchhost searchindexer secure security securityhealthservice
select send sensor server servers service services session sessions set setting settings setup shared sharing shell
shift shim show shutdown sid sign sihost silent simple single sleep small smart smartscreen smss snap snapd software
sound source speech spool spooler spoolsv ssh sshd ssl stable standalone standard start started starter startup
state states static station status stop storage store stream streamer string studio style sub subsystem sudo suite
super support svc svchost sync sys system system32 systemd systems syswow tab table tablet target task taskbar
taskeng taskhost taskhostw taskmgr tasks team technologies technology temp template temporary terminal termservice
test text theme this thread thunderbird time timer timesyncd tmp token tool toolbar tools touch trace tray trial
trixie true trust trusted type ubuntu udev udisks ui unattended uninstall uninstaller unit units unix unknown update
updater updates upgrade upload upower usb use user userinit users usr util utilities utility value var vendor verify
version versions video view viewer virtual virus visual vm vnc voice volume vssadvprov wait wallpaper wants watch
watchdog wayland web webview werfault wide widget wifi window windows windowsapps wine wininit winlogon wired
wireless wireplumber wizard wlanext wmiprvse word work worker workspace workstation world wow write wscript wsl
wuauserv www xdg xml xorg xterm zip zone zsh
"""
KNOWN_WORDS: Final = frozenset(_WORDS.split())
