"""Words of systems and programs that say nothing of a person: what a recording keeps besides the catalogue's own words.

Only words that stand on very many PCs, and none that is also somebody's name.
"""

from __future__ import annotations

from typing import Final

_WORDS: Final = """
access accessories account accounts accountsservice action activate activated active activities activity add addon
addr address admin administrative administrator agent agetty alert alg all allocated alpha amd anacron and android
antivirus api app appdata appimage apple applet application applications apps appstream apt arch args arguments argv
arm arpa asking assembly assist assistance assistant at attended audio audiodg auth auto autorun autoruns autostart
avahi background backup bash beta bin binary bit bitlocker bits bluetooth bookworm boot box bridge browser browsers
build bullseye bundle bus business cache caches calendar call camera cell center cert certificate certificates certs
channel chat check chrome chromium chrony cinnamon class classes cli client clients cloud cmd code colord com
command commands common communication community component computer conf config configuration conhost connect
connection console contacts containerd containers contents control controller cookie cookies copy core coreservices
corp corporate corporation count cpu crashpad create cron crt csrss ctfmon ctl cups cupsd current currentversion
custom customer cyber daemon daemons daily dart dashost data database dbus dconf debian debug default defaults
defender dell deny desktop desktopentry desktops dev device devices dhcp diagnostic diagnostics dialog direct
directory disable disabled disk display dll dllhost dns dnsmasq docker document documents download downloads dpkg
driver drivers driverstore dwm dynamic e2scrub edge edition edu elevation email enable enabled encryption endpoint
engine enterprise entry env error etc event eventlog events evolution example exchange exe exec executable explorer
export express extension extensions external fallowtogethelp false fast favorites fdenytsconnections fedora file
filename files filter finder firefox firewall firmware flag flags flatpak folder font fontdrvhost fonts for form
format framework frameworks free from fstrim ftp full fwupd game games gateway gdm general generic getty git global
gmbh gnome google gov gpu gpupdate graphical graphics greeter group groups guest gui gvfs hardware headless health
help helper hicolor hidden hkcu hkey hklm home host hostnamed hosts hotkey html http https hub icon icons id image
images imap inc incorporated inf info init input install installed installer instance integration intel interface
internal internet internetexplorer interval intranet invalid io ip is jammy java job jobs journald json kde kernel
key keyboard keychains keys kit kotlin kthreadd kworker label lan lang language laptop launch launchagents launchd
launchdaemons launcher launchservices layer lenovo level lib lib32 lib64 libexec libraries library libs license
light lightdm limited links linux list listen listener live llc load loader local localdomain localed localhost
locallow locker log login logind logon logrotate logs loopback lsaiso lsass lsb ltd lvm mac machine machined macos
mail main maintenance man manage managed management manager map master mate mdadm media meeting memory menu message
messenger meta microsoft microsoftedge mime minimal mobile mode modem modern module monitor monthly more mount mouse
mozilla mpcmdrun msedge msi msiexec msmpeng mstsc multi music my name native net netsh network networkd
networkmanager new nfs noble node none normal not note notification notifications notify npm nt ntoskrnl ntp null
number nvidia object ocsp of off office on one onedrive online only open operating opt option optional options or
oracle org os out outlook output owner package packagekit packages pad page pam panel partition passwd password
patch path pc pdf pentium performance perl permission person personal phone photos php pictures pid pip pipe
pipewire pkg plan plasma platform play player plist plugin plugins podman point policies policy polkit polkitd pool
port portable portal power powershell preferencepanes preferences prefetch print printer private privileged
privilegedhelpertools privileges pro proc process processes processor profile profiles program programdata
programfiles programs project protect protection protocol provider proxy public publisher pulseaudio push python
query queue quick quiet raid random rdpclip read ready real realtek receipts recent recorder recovery recycle red
reg register registry regsvr release reload remote remoting remove rename renderer report request reset resolv
resolved resource resources restart restore result resume rmm roaming root router rpm rsyslog rsyslogd rtkit rule
run rundll runner running runonce runtime runtimebroker safari safe samba sbin scan scanner schedule scheduled
scheduler screen screensharing script scripts sddm search searches searchhost searchindexer seat secure security
securityhealthservice select send sensor serial server servers service services session sessions set setting
settings setup shadow shared sharing shell shift shim show shutdown sid sign sihost silent simple single size skel
sleep small smart smartscreen smb smss smtp snap snapd software softwaredistribution sound source speech spool
spooler spoolsv ssh sshd ssl stable standalone standard start started starter startmenu startup state states static
station status stop storage store stream streamer string studio style sub subsystem sudo suite super support svc
svchost swap sync sys sysctl system system32 systemapps systemctl systemd systems syswow syswow64 tab table tablet
target task taskbar taskeng taskhost taskhostw taskmgr tasks team technologies technology temp template temporary
terminal termservice test text theme themes this thread thunderbird time timedated timeout timer timesyncd tmp
tmpfiles token tool toolbar tools touch trace tray trial trixie true trust trusted tty type ubuntu udev udevd udisks
ui unattended uninstall uninstaller unit units unix unknown update updater updates upgrade upload upower usb use
user userdb userinit users usr util utilities utility value var vendor verbose verify version versions video videos
view viewer virtual virus visual vm vnc voice volume vssadvprov wait wallpaper wants watch watchdog wayland web
webview weekly werfault wide widget wifi window windows windowsapps wine wininit winlogon winsxs wired wireless
wireplumber wizard wlanext wm wmiprvse word work worker workspace workstation world wow write wscript wsl wuauserv
www x11 xdg xfce xml xorg xsession xsessions xterm zip zone zsh
"""
KNOWN_WORDS: Final = frozenset(_WORDS.split())
